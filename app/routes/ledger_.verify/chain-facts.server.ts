import { ledgerAlarmKind } from "#app/domain/alarms/alarm-kinds.ts";
import { listOpenAlarms } from "#app/domain/alarms/alarm-queries.server.ts";
import { getChainState } from "#app/domain/proof/root-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { checkChain } from "#db/checks/chain-check.server.ts";
import type { DbOrTx } from "#db/client.server.ts";

/** So many links of the chain are derived again for a visitor; the whole chain is the job's and the outsider's work. */
const walkedLinks = 200;

/** What the page says of the hash chain. */
export async function getChainFacts(db: DbOrTx) {
  const { lastPosition, pendingCount, lastRoot } = await getChainState(db);
  const walked = await checkChain(db, { newest: walkedLinks });
  const alarms = await listOpenAlarms(db, { kind: ledgerAlarmKind });
  return {
    lastPosition,
    pendingCount,
    lastRoot,
    walkedCount: walked.examined,
    problems: walked.findings.map(({ problem, position, where }) => ({
      problem,
      position: position === null ? "" : String(position),
      day: where,
    })),
    alarms: alarms.map(({ subject, lastSeenAt }) => ({ subject, lastSeen: formatMinute(lastSeenAt) })),
  };
}
