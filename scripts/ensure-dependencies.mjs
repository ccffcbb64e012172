import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { showProgress } from "./progress.mjs";

const root = join(import.meta.dirname, "..");
const lockPath = join(root, "package-lock.json");
const markPath = join(root, "node_modules", ".jiedui-lock");

/**
 * Installs exactly the packages of package-lock.json when they are missing or of another lock file.
 * @returns {Promise<boolean>} false after one sentence on what went wrong
 */
export async function ensureDependencies() {
  const lock = readFileSync(lockPath, "utf8");
  const fingerprint = createHash("sha256").update(lock).digest("hex");
  if (readOrEmpty(markPath) === fingerprint) return true;
  try {
    accessSync(root, constants.W_OK);
  } catch {
    console.error(`Cannot write to ${root}: give this user the right to write there.`);
    return false;
  }
  if (!hasLockedPackages(lock)) {
    const code = await showProgress("Installing the locked dependencies (npm ci)", runNpmCi);
    if (code !== 0) {
      console.error("The dependencies could not be installed: npm's message above says why.");
      return false;
    }
  }
  writeFileSync(markPath, fingerprint);
  return true;
}

/** Somebody may have run npm ci by hand: npm's own record in node_modules then names the same packages. */
function hasLockedPackages(lock) {
  const record = readOrEmpty(join(root, "node_modules", ".package-lock.json"));
  if (record === "") return false;
  const installed = JSON.parse(record).packages;
  return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
    if (path === "" || wanted.optional === true) return true;
    return installed[path]?.version === wanted.version && installed[path]?.integrity === wanted.integrity;
  });
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function runNpmCi() {
  const npmProgram = process.env.npm_execpath;
  const isScript = npmProgram !== undefined && /npm-cli\.c?js$/.test(npmProgram);
  const [command, words] = isScript ? [process.execPath, [npmProgram]] : ["npm", []];
  // --include=dev: NODE_ENV=production in the shell must not drop the tools that build and test.
  const child = spawn(command, [...words, "ci", "--include=dev", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const endToo = () => child.kill("SIGTERM");
  process.once("SIGTERM", endToo);
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code) => {
      process.off("SIGTERM", endToo);
      resolve(code ?? 1);
    });
  });
}
