import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleField } from "#scripts/bundle-field.ts";
import { bundleProcesses } from "#scripts/bundle-processes.ts";
import { ClearError } from "#scripts/clear-error.ts";
import { projectFolder, startPart } from "#scripts/parts.ts";
import { showProgress } from "#scripts/progress.mjs";
import type { Running } from "#scripts/running.ts";

const buildFolder = join(projectFolder, "build");
const markPath = join(buildFolder, "sources.sha256");
const serverEntry = join(buildFolder, "server", "index.js");
/** Everything the bundle can contain or be shaped by. */
const sourceFolders = ["app", "db", "search", "emails", "public", "scripts"];
const sourceFiles = [
  "server.ts",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
  "remix.config.js",
  "tsconfig.json",
];

/**
 * Builds the site and the processes for production, unless the build on disk was made of the very same sources.
 * @throws ClearError with the builder's last words
 */
export async function buildSiteWhenChanged(running: Running): Promise<void> {
  const fingerprint = await hashSources();
  if (existsSync(serverEntry) && existsSync(markPath) && readFileSync(markPath, "utf8") === fingerprint) return;
  await showProgress("Building the site", async () => {
    await rm(markPath, { force: true });
    const part = startPart({
      name: "build",
      words: [join(projectFolder, "node_modules", "@remix-run", "dev", "dist", "cli.js"), "vite:build"],
      env: { NODE_ENV: "production" },
      logPath: join(projectFolder, ".cache", "build.log"),
    });
    running.add(() => part.stop());
    const { how } = await part.ended;
    if (how !== "exit code 0") throw new ClearError(`The site could not be built (${how}):\n${part.lastLines()}`);
    await bundleField();
    await bundleProcesses();
    await writeFile(markPath, fingerprint);
  });
}

/** Names the sources a build is made of: equal for equal sources, on any machine with the same Node. */
export async function hashSources(): Promise<string> {
  const paths = [...sourceFiles];
  for (const folder of sourceFolders) {
    const entries = await readdir(join(projectFolder, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries) {
      if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) paths.push(join(entry.parentPath, entry.name));
    }
  }
  const hash = createHash("sha256").update(process.version);
  for (const path of paths.map((path) => join(path)).sort()) {
    const fullPath = path.startsWith(projectFolder) ? path : join(projectFolder, path);
    hash
      .update(path)
      .update("\0")
      .update(await readFile(fullPath));
  }
  return hash.digest("hex");
}
