import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportChain } from "#app/domain/proof/export-chain.server.ts";
import { listRoots } from "#app/domain/proof/root-queries.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { projectFolder } from "#scripts/parts.ts";

export type Verdict = { code: number; output: string };

/** Runs `public/verify.mjs` as anybody would: a plain Node process that sees nothing but these files. */
export async function runVerifier(
  files: Readonly<Record<string, string>>,
  words?: readonly string[],
): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-verify-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const script = join(projectFolder, "public", "verify.mjs");
    return await new Promise((resolve) => {
      const env = { NODE_ENV: "production", PATH: process.env.PATH } as const;
      execFile(process.execPath, [script, ...(words ?? Object.keys(files))], { cwd: folder, env }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), output: `${out}${err}` }),
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The export as a file's text. */
export async function exportText(db: DbOrTx, after = 0n): Promise<string> {
  const parts: string[] = [];
  const options = { after, baseUrl: "https://jiedui.example", at: new Date("2026-11-22T04:00:00Z") };
  for await (const part of exportChain(db, options)) parts.push(part);
  return parts.join("");
}

/** `roots.json` as the site gives it. */
export async function rootsText(db: DbOrTx): Promise<string> {
  return JSON.stringify({ format: "jiedui-ledger-roots", version: 1, roots: await listRoots(db) });
}
