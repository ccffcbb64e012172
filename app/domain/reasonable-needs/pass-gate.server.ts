import type { DbOrTx, Tx } from "#db/client.server.ts";
import { needGateDecisions } from "#db/schema/need-gate.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import type { Err } from "../result.ts";
import { listDecidedKeys, listGateFindings } from "./gate-queries.server.ts";
import { blockingFindings, type GateFinding, undecidedFindings } from "./reasonable-need.ts";

/** The gate stops a need; every finding says what is wrong and what to do. */
export type UnreasonableNeed = Err<"unreasonable_need"> & { readonly gateFindings: readonly GateFinding[] };

/** Refuses a need with something the rules of the place forbid, or null: what the officer hears at submission (D7). */
export async function stopUnreasonableNeed(
  db: DbOrTx,
  { needId, actor, at }: { needId: string; actor: Actor; at: Date },
): Promise<UnreasonableNeed | null> {
  const gateFindings = blockingFindings(await listGateFindings(db, { needId, actor, day: dayInChina(at) }));
  return gateFindings.length === 0 ? null : { ok: false, code: "unreasonable_need", gateFindings };
}

export type GateReason = { readonly key: string; readonly reason: string };

/**
 * The checker's part (D7): nothing that is forbidden, and a reason for everything else that was found. The reasons are kept on the case with
 * what they were given for; reasons for what is not found any more are dropped. Call it in the transaction that checks the need.
 */
export async function passGate(
  tx: Tx,
  {
    need,
    reasons,
    actor,
    at,
  }: { need: { id: string; version: number }; reasons: readonly GateReason[]; actor: Actor; at: Date },
): Promise<UnreasonableNeed | Err<"reason_missing"> | null> {
  const findings = await listGateFindings(tx, { needId: need.id, actor, day: dayInChina(at) });
  const gateFindings = blockingFindings(findings);
  if (gateFindings.length > 0) return { ok: false, code: "unreasonable_need", gateFindings };
  const open = undecidedFindings(findings, await listDecidedKeys(tx, { needId: need.id, version: need.version }));
  if (open.length === 0) return null;
  const reasonOf = new Map(reasons.map(({ key, reason }) => [key, reason]));
  const decidedBy = actorUserId(actor);
  if (decidedBy === null || open.some(({ key }) => !reasonOf.has(key))) return { ok: false, code: "reason_missing" };
  await tx.insert(needGateDecisions).values(
    open.map((finding) => ({
      id: newId(),
      needId: need.id,
      needVersion: need.version,
      findingKey: finding.key,
      findingText: factsToKeep(finding),
      reason: reasonOf.get(finding.key) ?? "",
      decidedBy,
      decidedAt: at,
    })),
  );
  return null;
}

/** What was found, as JSON without anybody's name or birthday: this table is never rewritten. Amounts are fen as text. */
function factsToKeep(finding: GateFinding): string {
  const personal = new Set(["memberName", "otherName", "birthDate", "other"]);
  return JSON.stringify(finding, (key, value: unknown) => {
    if (personal.has(key)) return undefined;
    return typeof value === "bigint" ? value.toString() : value;
  });
}
