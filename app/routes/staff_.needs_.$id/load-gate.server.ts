import type { Actor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { NeedState } from "#app/domain/needs/need.ts";
import {
  listDecidedKeys,
  listGateDecisions,
  listGateFindings,
} from "#app/domain/reasonable-needs/gate-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import type { ShownGate } from "./gate-section.tsx";

/** Until it is public a need is held against the rules at every look; afterwards only the reasons given are shown. */
const statesToAsk: readonly NeedState[] = ["drafted", "returned", "submitted", "checked", "noticed", "suspended"];

/** What the gate says of a need found in the reader's scope. */
export async function loadGate(
  { db, clock }: Services,
  { need, actor }: { need: { id: string; version: number; state: NeedState }; actor: Actor },
): Promise<ShownGate> {
  const needId = need.id;
  const [findings, decided, decisions] = await Promise.all([
    statesToAsk.includes(need.state) ? listGateFindings(db, { needId, actor, day: dayInChina(clock.now()) }) : [],
    listDecidedKeys(db, { needId, version: need.version }),
    listGateDecisions(db, { needId }),
  ]);
  return { findings: findings.map((finding) => ({ ...finding, isDecided: decided.has(finding.key) })), decisions };
}
