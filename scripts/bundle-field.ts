import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import sharp from "sharp";
import { projectFolder } from "#scripts/parts.ts";

const clientFolder = join(projectFolder, "build", "client");
/** Old phones: what `vite.config.ts` says of the pages. */
const target = ["chrome89", "safari14"];

/**
 * Bundles the phone app (`app/field`) into files with the sum of their content in the name, beside the files of the pages, and its worker, which
 * knows these names. `field.json` tells the site which they are.
 */
export async function bundleField(): Promise<void> {
  await mkdir(join(clientFolder, "assets"), { recursive: true });
  const [script, style] = await Promise.all([bundle("field-app.ts", "js"), bundle("field.css", "css")]);
  const icon = await writeIcon(192);
  await writeIcon(512);
  const files = [script, style, icon, "/field.webmanifest"];
  await writeFile(join(clientFolder, "field.webmanifest"), JSON.stringify(manifest));
  const version = createHash("sha256")
    .update(files.join(" "))
    .update(await readFile(shellSource))
    .digest("hex")
    .slice(0, 12);
  const { outputFiles } = await build({
    entryPoints: [join(projectFolder, "app", "field", "service-worker.ts")],
    bundle: true,
    write: false,
    minify: true,
    target,
    define: { precachedFiles: JSON.stringify(files), cacheName: JSON.stringify(`jiedui-field-${version}`) },
  });
  await writeFile(join(clientFolder, "field-sw.js"), outputFiles[0]?.contents ?? "");
  await writeFile(join(clientFolder, "field.json"), JSON.stringify({ script, style, files }));
}

/** The page that holds the app: another page is another version. */
const shellSource = join(projectFolder, "app", "http", "field-app.server.ts");

const manifest = {
  name: "结对 · 手机走访",
  short_name: "走访",
  id: "/field",
  start_url: "/field",
  scope: "/field",
  display: "standalone",
  lang: "zh-CN",
  background_color: "#faf6ee",
  theme_color: "#14524b",
  icons: [192, 512].map((size) => ({ src: `/field-${size}.png`, sizes: `${size}x${size}`, type: "image/png" })),
};

async function bundle(entry: string, kind: "js" | "css"): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: projectFolder,
    entryPoints: [join("app", "field", entry)],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    charset: "utf8",
    target,
    legalComments: "none",
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  const sum = createHash("sha256").update(contents).digest("hex").slice(0, 12);
  const path = `/assets/field-${sum}.${kind}`;
  await writeFile(join(clientFolder, path), contents);
  return path;
}

async function writeIcon(size: number): Promise<string> {
  const drawing = await readFile(join(projectFolder, "public", "favicon.svg"));
  const bytes = await sharp(drawing, { density: 300 }).resize(size, size).png({ palette: true }).toBuffer();
  await writeFile(join(clientFolder, `field-${size}.png`), bytes);
  return `/field-${size}.png`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await bundleField();
