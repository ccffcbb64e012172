import { and, eq, inArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { isId } from "../ids.ts";
import { fenToDecimal } from "../money.ts";
import { presetAmountsYuan } from "./preset-amounts.ts";

/** What was typed into the gift form, for going back to it while nothing is paid; null once it is, or for another need. */
export async function getDonationDraft(db: DbOrTx, params: { donationId: string; needId: string }) {
  if (!isId(params.donationId)) return null;
  const [row] = await db
    .select()
    .from(donations)
    .where(
      and(
        eq(donations.id, params.donationId),
        eq(donations.needId, params.needId),
        inArray(donations.state, ["started", "pending", "expired", "failed"]),
      ),
    );
  if (!row) return null;
  const yuan = fenToDecimal(row.amountFen).replace(/\.00$/, "");
  const isPreset = presetAmountsYuan.some((preset) => preset === yuan);
  return {
    state: row.state,
    formNonce: row.formNonce,
    values: {
      preset: isPreset ? yuan : "other",
      otherAmount: isPreset ? "" : yuan,
      surplusChoice: row.surplusChoice,
      allowsOperating: row.allowsOperating ? "on" : undefined,
      receiptName: row.receiptName,
      email: row.email,
      showsName: row.publicName === null ? undefined : "on",
      publicName: row.publicName ?? "",
      message: row.message,
    },
  };
}

/** The page before paying: with the e-mail address, because the donor must see what was typed. Nothing private once it is paid. */
export async function getDonationToCheck(db: DbOrTx, params: { donationId: string }) {
  if (!isId(params.donationId)) return null;
  const [row] = await db
    .select({
      id: donations.id,
      state: donations.state,
      amountFen: donations.amountFen,
      surplusChoice: donations.surplusChoice,
      allowsOperating: donations.allowsOperating,
      receiptName: donations.receiptName,
      email: donations.email,
      publicName: donations.publicName,
      message: donations.message,
      needTitle: needs.title,
      needCode: needs.publicCode,
      charityName: organizations.name,
    })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(eq(donations.id, params.donationId));
  if (!row) return null;
  const isPaid = !["started", "pending", "expired", "failed"].includes(row.state);
  return { ...row, email: isPaid ? "" : row.email, isPaid };
}

/** Priced budget items of a need: what the impact lines of the preset amounts are made of. */
export async function listImpactPrices(db: DbOrTx, params: { needId: string }) {
  const rows = await db
    .select({ name: needItems.name, unit: needItems.unit, unitPriceFen: needItems.unitPriceFen })
    .from(needItems)
    .where(eq(needItems.needId, params.needId))
    .orderBy(needItems.position);
  return rows.flatMap(({ unitPriceFen, ...item }) => (unitPriceFen === null ? [] : [{ ...item, unitPriceFen }]));
}
