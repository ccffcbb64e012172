import { and, desc, eq, inArray, isNotNull, lte } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { allocations, donations } from "#db/schema/donations.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { fundraisingFilings, organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { isId, isPublicCode } from "../ids.ts";
import { fenToDecimal } from "../money.ts";
import { publiclyShown } from "../needs/public-need-condition.server.ts";
import { type DonationState, paidDonationStates } from "./donation.ts";
import { type NoGiftReason, whyNoGift } from "./giving-conditions.ts";
import { presetAmountsYuan } from "./preset-amounts.ts";

const charityFields = {
  name: organizations.name,
  creditCode: organizations.creditCode,
  state: organizations.state,
  qualificationNumber: organizations.qualificationNumber,
  qualificationValidTo: organizations.qualificationValidTo,
  stripeAccountId: organizations.stripeAccountId,
  contactPhone: organizations.contactPhone,
};

const filingFields = {
  filingNumber: fundraisingFilings.filingNumber,
  validFrom: fundraisingFilings.validFrom,
  validTo: fundraisingFilings.validTo,
  surplusRule: fundraisingFilings.surplusRule,
  recordUrl: fundraisingFilings.recordUrl,
};

/** What the donate page shows above the button (U2) and whether a gift is possible at all; null when there is no such need. */
export async function getGivingNeed(db: DbOrTx, params: { publicCode: string; today: string }) {
  if (!isPublicCode(params.publicCode)) return null;
  const [row] = await db
    .select({
      id: needs.id,
      publicCode: needs.publicCode,
      title: needs.title,
      summary: needs.summary,
      state: needs.state,
      type: needs.type,
      category: needs.category,
      regionCode: needs.regionCode,
      villageName: regions.shortName,
      publicationMode: needs.publicationMode,
      goalFen: needs.goalFen,
      fundedFen: needs.fundedFen,
      donationCount: needs.donationCount,
      charityId: needs.charityId,
      charity: charityFields,
      filing: filingFields,
    })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .leftJoin(organizations, eq(organizations.id, needs.charityId))
    .leftJoin(fundraisingFilings, eq(fundraisingFilings.id, needs.filingId))
    .where(and(eq(needs.publicCode, params.publicCode), publiclyShown()));
  if (!row) return null;
  const noGiftReason: NoGiftReason | null = whyNoGift(
    {
      needState: row.state,
      needType: row.type,
      publicationMode: row.publicationMode,
      goalFen: row.goalFen,
      charity: row.charity,
      filing: row.filing,
    },
    params.today,
  );
  return { ...row, noGiftReason };
}

/** One donation for its receipt page: the random id is the key, so there is no other scope. Never the e-mail address. */
export async function getDonation(db: DbOrTx, params: { donationId: string }) {
  if (!isId(params.donationId)) return null;
  const [row] = await db
    .select({
      id: donations.id,
      state: donations.state,
      amountFen: donations.amountFen,
      feeFen: donations.feeFen,
      surplusChoice: donations.surplusChoice,
      receiptName: donations.receiptName,
      publicName: donations.publicName,
      message: donations.message,
      userId: donations.userId,
      paymentMethod: donations.paymentMethod,
      failureCode: donations.failureCode,
      createdAt: donations.createdAt,
      paidAt: donations.paidAt,
      formNonce: donations.formNonce,
      need: {
        id: needs.id,
        publicCode: needs.publicCode,
        title: needs.title,
        regionCode: needs.regionCode,
        state: needs.state,
        goalFen: needs.goalFen,
        fundedFen: needs.fundedFen,
        donationCount: needs.donationCount,
      },
      villageName: regions.shortName,
      charity: charityFields,
      filing: filingFields,
    })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .leftJoin(fundraisingFilings, eq(fundraisingFilings.id, needs.filingId))
    .where(eq(donations.id, params.donationId));
  if (!row) return null;
  const parts = await db
    .select({
      needId: allocations.needId,
      poolRegionCode: allocations.poolRegionCode,
      amountFen: allocations.amountFen,
    })
    .from(allocations)
    .where(eq(allocations.donationId, row.id));
  return { ...row, allocations: parts };
}

export type DonationDetails = NonNullable<Awaited<ReturnType<typeof getDonation>>>;

/** The gifts of one signed-in donor, newest first; unpaid attempts are left out. */
export async function listDonationsOf(db: DbOrTx, params: { userId: string }) {
  return db
    .select({
      id: donations.id,
      amountFen: donations.amountFen,
      state: donations.state,
      paidAt: donations.paidAt,
      needTitle: needs.title,
      needCode: needs.publicCode,
      needState: needs.state,
      isAnonymous: donations.publicName,
    })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .where(and(eq(donations.userId, params.userId), inArray(donations.state, [...paidDonationStates])))
    .orderBy(desc(donations.paidAt));
}

/** What the public sees of a need's donors: the name only where the donor wished it (L17), newest first. */
export async function listPublicDonors(db: DbOrTx, params: { needId: string; limit: number }) {
  return db
    .select({
      name: donations.publicName,
      amountFen: donations.amountFen,
      message: donations.message,
      paidAt: donations.paidAt,
    })
    .from(donations)
    .where(and(eq(donations.needId, params.needId), inArray(donations.state, [...paidDonationStates])))
    .orderBy(desc(donations.paidAt))
    .limit(params.limit);
}

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

/** What the commands need to talk to the provider about a donation. */
export async function getDonationForPayment(db: DbOrTx, params: { donationId: string }) {
  if (!isId(params.donationId)) return null;
  const [row] = await db
    .select({
      id: donations.id,
      state: donations.state,
      amountFen: donations.amountFen,
      locale: donations.locale,
      checkoutSessionId: donations.checkoutSessionId,
      checkoutUrl: donations.checkoutUrl,
      checkoutAttempt: donations.checkoutAttempt,
      checkoutExpiresAt: donations.checkoutExpiresAt,
      needTitle: needs.title,
      needCode: needs.publicCode,
      accountId: organizations.stripeAccountId,
    })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(eq(donations.id, params.donationId));
  return row ?? null;
}

/** Open donations nobody has heard of since `before`: the catch-up job asks the provider about them (B10). */
export async function listOpenDonations(
  db: DbOrTx,
  params: { before: Date; limit: number },
): Promise<{ id: string; state: DonationState }[]> {
  return db
    .select({ id: donations.id, state: donations.state })
    .from(donations)
    .where(
      and(
        inArray(donations.state, ["started", "pending"]),
        isNotNull(donations.checkoutSessionId),
        lte(donations.updatedAt, params.before),
      ),
    )
    .orderBy(donations.updatedAt)
    .limit(params.limit);
}
