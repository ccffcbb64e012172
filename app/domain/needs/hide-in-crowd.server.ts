import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import type { PovertyCause } from "../households/household.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { announceNeedsOfHousehold } from "./announce-needs-of-household.server.ts";
import { getPublicationCrowd } from "./crowd-queries.server.ts";

export type CrowdError = "too_few_share" | "village_too_small";

/**
 * Lets a household's need go public only when at least k households share its published facts (D4). `publicCauses` is the coarser form the
 * approver chose, or null for what is shown already; a form that names a cause not on file, or that too few share, is refused. The choice is
 * kept on the file and holds for every page of the household.
 */
export async function hideInCrowd(
  tx: Tx,
  { householdId, publicCauses }: { householdId: string; publicCauses: readonly string[] | null },
  actor: Actor,
  at: Date,
): Promise<CrowdError | null> {
  const crowd = await getPublicationCrowd(tx, { householdId, day: dayInChina(at) });
  if (crowd === null) return "too_few_share";
  if (publicCauses === null) {
    if (crowd.count >= crowd.k) return showAgain(tx, householdId, at);
    return crowd.forms.length === 0 ? "village_too_small" : "too_few_share";
  }
  const chosen = crowd.forms.find((form) => isSameSet(form.causes, publicCauses));
  if (chosen === undefined) return crowd.forms.length === 0 ? "village_too_small" : "too_few_share";
  await tx
    .update(households)
    .set({ publicCauses: [...chosen.causes], updatedAt: at })
    .where(eq(households.id, householdId));
  await recordTransition(tx, at, actor, {
    noun: "household_public_causes",
    subjectId: householdId,
    from: crowd.shown.join(","),
    event: "coarsen",
    to: chosen.causes.join(","),
    reason: `${chosen.count} ≥ ${crowd.k}，${crowd.source}`,
  });
  await recordEvents(tx, at, { kind: "household.changed", householdId });
  return showAgain(tx, householdId, at);
}

/** The county has looked and its village is large enough: what `keepInCrowd` hid of the household may be seen again. */
async function showAgain(tx: Tx, householdId: string, at: Date): Promise<null> {
  const hidden = and(eq(needs.householdId, householdId), eq(needs.isVillageTooSmall, true));
  const shown = await tx.update(needs).set({ isVillageTooSmall: false }).where(hidden).returning({ id: needs.id });
  if (shown.length > 0) await announceNeedsOfHousehold(tx, householdId, at);
  return null;
}

function isSameSet(one: readonly PovertyCause[], other: readonly string[]): boolean {
  return one.length === new Set(other).size && one.every((cause) => other.includes(cause));
}
