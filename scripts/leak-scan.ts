import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "#scripts/parts.ts";

/**
 * `npm run leak-scan`: plants values nobody may read in one household's story, plays it with the real job process, the local Stripe and the mail
 * catcher, and looks for them on every page in both languages, also as people who have no right to them, in payloads, exports, pictures,
 * documents, search, mails, logs, metrics and what the payment provider was sent (F4, F10). Prints what was searched. `npm test` does the same on
 * a few pages of each kind. Ends with 1 and names the places when something was found.
 */
const folder = await mkdtemp(join(tmpdir(), "jiedui-leak-scan-"));
const report = join(folder, "report.txt");
const vitest = join(projectFolder, "node_modules", "vitest", "vitest.mjs");
const child = spawn(process.execPath, [vitest, "run", "tests/routes/leak-scan.test.ts"], {
  cwd: projectFolder,
  stdio: "inherit",
  env: { ...process.env, LEAK_SCAN: "whole", LEAK_SCAN_REPORT: report },
});
child.on("exit", (code) => void tell(code ?? 1));

async function tell(code: number): Promise<void> {
  console.log(await readFile(report, "utf8").catch(() => "Nothing was searched: see above."));
  await rm(folder, { recursive: true, force: true });
  process.exitCode = code;
}
