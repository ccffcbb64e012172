import { ledgerAlarmKind } from "#app/domain/alarms/alarm-kinds.ts";
import { raiseAlarm, resolveAlarms } from "#app/domain/alarms/raise-alarm.server.ts";
import { fenToDecimal } from "#app/domain/money.ts";
import { createLogger } from "#app/http/logger.server.ts";
import type { Services } from "#app/services.server.ts";
import { checkChain, describeChainFinding } from "#db/checks/chain-check.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";

const longestDetail = 2_000;
const log = createLogger();

/**
 * Every check of the ledger and the whole hash chain, compared with the live rows (A10). What is off raises one alarm per check until it
 * holds again, and one line in the log.
 */
export async function watchLedger({ db, clock }: Pick<Services, "db" | "clock">): Promise<void> {
  const wrong = new Map<string, string[]>();
  for (const { name, findings } of await runChecks(db)) {
    if (findings.length === 0) continue;
    wrong.set(
      name,
      findings.map(
        ({ subject, expectedFen, actualFen }) =>
          `${subject}: should be ${fenToDecimal(expectedFen)}, is ${fenToDecimal(actualFen)}`,
      ),
    );
  }
  const chain = await checkChain(db);
  if (chain.findings.length > 0) wrong.set("hash_chain", chain.findings.map(describeChainFinding));
  const at = clock.now();
  for (const [subject, lines] of wrong) {
    const detail = lines.join("\n").slice(0, longestDetail);
    const isNew = await raiseAlarm(db, { kind: ledgerAlarmKind, subject, detail }, at);
    log.error("ledger check failed", { check: subject, findings: lines.length, first: lines[0] ?? "", isNew });
  }
  for (const subject of await resolveAlarms(db, { kind: ledgerAlarmKind, stillWrong: [...wrong.keys()] }, at)) {
    log.info("ledger check holds again", { check: subject });
  }
}
