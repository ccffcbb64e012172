import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { projectFolder } from "#scripts/parts.ts";

const outFolder = join(projectFolder, "build", "processes");

/** The long-running processes, by the name of their bundle. */
const entries = { server: "server.ts", worker: "scripts/worker.ts" } as const;

/** Words after `node` that run a process from its bundle; errors still name the lines of the sources. */
export function bundled(name: keyof typeof entries): string[] {
  return ["--enable-source-maps", join(outFolder, `${name}.js`)];
}

/**
 * Bundles our own code of the site's and the job's process; packages stay where they are. A killed process is back in half the time it
 * takes to find, read and translate hundreds of files (README, decisions).
 */
export async function bundleProcesses(): Promise<void> {
  await build({
    absWorkingDir: projectFolder,
    entryPoints: Object.entries(entries).map(([out, source]) => ({ in: source, out })),
    outdir: outFolder,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
    plugins: [keepPlaces],
  });
}

/** A source that looks for a file beside itself goes on finding it: its own place is where it was written, not where its bundle lies. */
const keepPlaces: Plugin = {
  name: "keep-places",
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!text.includes("import.meta.")) return null;
      const place = JSON.stringify(relative(outFolder, path).replaceAll("\\", "/"));
      const head = `const sourceUrl = new URL(${place}, import.meta.url);`;
      const body = text
        .replaceAll("import.meta.dirname", "decodeURIComponent(new URL('.', sourceUrl).pathname).slice(0, -1)")
        .replaceAll("import.meta.url", "sourceUrl.href");
      return { contents: `${head}${body}`, loader: path.endsWith("x") ? "tsx" : "ts" };
    });
  },
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await bundleProcesses();
