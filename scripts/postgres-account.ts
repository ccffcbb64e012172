import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { ClearError } from "#scripts/clear-error.ts";

/**
 * How a PostgreSQL program is called on this machine. PostgreSQL refuses to run as root, so root lends it the account `postgres`, or
 * `nobody` where there is none; no account is ever created.
 */
export type PostgresAccount = {
  /** Owner of the data folder; undefined keeps the current user. */
  uid?: number;
  gid?: number;
  /** Words to put before the program: empty, or a call of setpriv. */
  prefix: readonly string[];
};

/**
 * Chooses the account: who owns the data already, else `postgres`, else `nobody`. A clone under `/root` (mode 0700) cannot be entered by another account: there the programs get the single right to
 * pass folders (CAP_DAC_OVERRIDE) through `setpriv`, which every Debian has.
 * @param paths programs and folders that the account must be able to enter
 * @param dataFolder may not exist yet
 */
export function choosePostgresAccount(paths: readonly string[], dataFolder: string): PostgresAccount {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const ids = findOwnerIds(dataFolder) ?? findAccountIds();
  if (canEnter(paths, ids)) return { ...ids, prefix: [] };
  const prefix = [
    "setpriv",
    `--reuid=${ids.uid}`,
    `--regid=${ids.gid}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--securebits=+no_setuid_fixup",
    "--",
  ];
  const [command = "", ...words] = prefix;
  if (spawnSync(command, [...words, "true"]).status !== 0) {
    throw new ClearError(
      "PostgreSQL does not run as root, and no other account can enter this folder: start as an ordinary user, move the clone to a folder others can enter, or set DATABASE_URL.",
    );
  }
  return { ...ids, prefix };
}

function findOwnerIds(folder: string): { uid: number; gid: number } | null {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats === undefined || stats.uid === 0 ? null : { uid: stats.uid, gid: stats.gid };
}

function findAccountIds(): { uid: number; gid: number } {
  for (const name of ["postgres", "nobody"]) {
    const uid = readId(["-u", name]);
    const gid = readId(["-g", name]);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new ClearError(
    "PostgreSQL does not run as root and this machine has neither an account postgres nor nobody: start as an ordinary user, or set DATABASE_URL.",
  );
}

function readId(words: string[]): number | null {
  const answer = spawnSync("id", words, { encoding: "utf8" });
  const id = Number.parseInt(answer.stdout ?? "", 10);
  return answer.status === 0 && id > 0 ? id : null;
}

function canEnter(paths: readonly string[], ids: { uid: number; gid: number }): boolean {
  const check = 'for path in "$@"; do test -r "$path" && test -x "$path" || exit 1; done';
  return spawnSync("/bin/sh", ["-c", check, "sh", ...paths], { ...ids, cwd: "/" }).status === 0;
}
