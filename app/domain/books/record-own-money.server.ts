import { eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { type Actor, actorUserId, membershipOf } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { getWholeNumberSetting } from "../regions/jurisdiction-queries.server.ts";
import { err, ok, type Result } from "../result.ts";

/** The rule of the place: up to this sum one person is enough. Where nobody has set it, two are needed for any sum. */
export const aloneUpToSetting = "ownMoney.oneUpToFen";

export type OwnMoneyInput = {
  charityId: string;
  amountFen: Fen;
  documentNumber: string;
  paidOn: string;
  note: string;
};

/**
 * Writes down own money that the charity paid into its donation account (S103): posted at once in the same SQL call when it is small, else
 * for a second person (A12). `document_used`: the charity has recorded this document before.
 */
export async function recordOwnMoney(
  db: Db,
  input: OwnMoneyInput,
  actor: Actor,
  at: Date,
): Promise<Result<"posted" | "proposed", "not_found" | "document_used">> {
  if (membershipOf(actor, input.charityId) === undefined) return err("not_found");
  const limitFen = await aloneUpToFen(db, { charityId: input.charityId, at });
  const rows = await db.execute<{ outcome: "posted" | "proposed" | "not_found" | "document_used" }>(sql`
    select record_own_money(${newId()}::uuid, ${input.charityId}::uuid, ${String(input.amountFen)}::bigint, ${input.documentNumber},
      ${input.paidOn}, ${input.note}, ${limitFen === null ? null : String(limitFen)}::bigint, ${actorUserId(actor)}::uuid,
      ${at.toISOString()}::timestamptz) as outcome`);
  const outcome = rows[0]?.outcome ?? "not_found";
  return outcome === "posted" || outcome === "proposed" ? ok(outcome) : err(outcome);
}

/** Up to which sum one person is enough for this charity today; null: for none. */
export async function aloneUpToFen(db: Db, { charityId, at }: { charityId: string; at: Date }): Promise<Fen | null> {
  const [charity] = await db
    .select({ regionCode: organizations.regionCode })
    .from(organizations)
    .where(eq(organizations.id, charityId));
  if (charity === undefined) return null;
  const params = { regionCode: charity.regionCode, key: aloneUpToSetting, day: dayInChina(at) };
  const setting = await getWholeNumberSetting(db, params);
  return setting === null ? null : BigInt(setting.value);
}
