import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "#scripts/free-port.ts";
import { projectFolder } from "#scripts/parts.ts";

/** Where `npm run bench` unpacks Debian's package when none is installed. */
export const unpackedNginx = join(projectFolder, ".cache", "nginx", "usr", "sbin", "nginx");

/** An installed or unpacked nginx; null: there is none on this machine. */
export function findNginx(): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  const candidates = [...folders.map((folder) => join(folder, "nginx")), unpackedNginx];
  return candidates.find((path) => existsSync(path)) ?? null;
}

/** Fetches Debian's package into `.cache` without installing it; null when that cannot be done. */
export async function unpackNginx(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-nginx-package-"));
  const run = (command: string, words: readonly string[]) =>
    promisify(execFile)(command, words, { cwd: folder, timeout: 60_000 });
  try {
    await run("apt-get", ["download", "nginx"]);
    const [file] = await readdir(folder);
    await run("dpkg-deb", ["-x", file ?? "", join(projectFolder, ".cache", "nginx")]);
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return findNginx();
}

/** What `site.conf` says to the site. */
export const sharedPageHeaders = { "Surrogate-Capability": 'jiedui="shared-page/1"' };

export type Nginx = { url: string; stop: () => Promise<void> };

/** `deploy/nginx/site.conf` as it is, except for the site's address, the port and the folder; and a file as the plainest answer, `/file.html`. */
export async function startNginx(program: string, siteUrl: string, file = Buffer.from("file")): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-nginx-"));
  await mkdir(join(folder, "files"));
  await writeFile(join(folder, "files", "file.html"), file);
  const port = await findFreePort();
  await writeFile(join(folder, "nginx.conf"), await configurationFor(folder, port, siteUrl));
  const child = spawn(program, ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], {
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 10_000;
  while (
    !(await fetch(`${url}/file.html`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`nginx did not start: ${await readFile(join(folder, "error.log"), "utf8").catch(() => "")}`);
    }
  }
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function configurationFor(folder: string, port: number, siteUrl: string): Promise<string> {
  const given = await readFile(join(projectFolder, "deploy", "nginx", "site.conf"), "utf8");
  const site = given
    .replace("/var/cache/nginx/jiedui", join(folder, "cache"))
    .replace("server site:3000;", `server ${new URL(siteUrl).host};`)
    .replace("listen 80;", `listen 127.0.0.1:${port};\n  location = /file.html { root ${join(folder, "files")}; }`);
  const account = userInfo();
  return `daemon off;
${account.uid === 0 ? `user ${account.username};` : ""}
worker_processes 1;
pid ${join(folder, "nginx.pid")};
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  types { text/html html; }
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${join(folder, name)};`).join("\n  ")}
${site}
}
`;
}
