import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import type { Actor } from "../actor.ts";
import { findHousehold } from "../households/find-household.server.ts";
import type { ConsentPurpose } from "../households/household.ts";
import { householdKeeperRoles } from "../households/household-policy.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { announceNeedsOfHousehold } from "./announce-needs-of-household.server.ts";
import { suspendNeedsOfHousehold } from "./suspend-needs-of-household.server.ts";

export type WithdrawConsentError = "not_found" | "not_given" | "register_consent";

/**
 * Ends a standing consent at the household's wish (F11). Without the consent to publish its open needs are suspended in the same
 * transaction and leave every public page; pictures of people follow the photo consent by themselves. The consent to be on file ends
 * with the file (`withdrawHousehold`), not alone.
 */
export async function withdrawConsent(
  db: Db,
  input: { householdId: string; purpose: ConsentPurpose; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, WithdrawConsentError>> {
  const { householdId, purpose, reason } = input;
  if (purpose === "register") return err("register_consent");
  return db.transaction(async (tx) => {
    const household = await findHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
    if (!household) return err("not_found");
    const ended = await tx
      .update(consents)
      .set({ withdrawnAt: at })
      .where(and(eq(consents.householdId, householdId), eq(consents.purpose, purpose), isNull(consents.withdrawnAt)))
      .returning({ id: consents.id });
    if (ended.length === 0) return err("not_given");
    const { state } = household;
    await recordTransition(tx, at, actor, {
      noun: "household",
      subjectId: householdId,
      from: state,
      event: `withdraw_${purpose}`,
      to: state,
      reason,
    });
    if (purpose === "publish_masked") await suspendNeedsOfHousehold(tx, { householdId, reason }, actor, at);
    await announceNeedsOfHousehold(tx, householdId, at);
    await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok();
  });
}
