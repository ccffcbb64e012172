import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "#scripts/parts.ts";

/**
 * `npm run leak-scan`: plants values nobody may read in one household's story and looks for them on every page in both languages, also as
 * people who have no right to them, in payloads, exports, pictures, documents, search, mails, logs and metrics (F4, F10). `npm test` does
 * the same on a few pages of each kind. Ends with 1 and names the place when one was found.
 */
const vitest = join(projectFolder, "node_modules", "vitest", "vitest.mjs");
const child = spawn(process.execPath, [vitest, "run", "tests/routes/leak-scan.test.ts"], {
  cwd: projectFolder,
  stdio: "inherit",
  env: { ...process.env, LEAK_SCAN: "whole" },
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
