import { and, desc, eq, inArray, isNotNull, lt, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { fundraisingFilings, organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { isId, isPublicCode } from "../ids.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { paidDonationStates } from "./donation.ts";
import { type NoGiftReason, whyNoGift } from "./giving-conditions.ts";

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
      nextReportOn: needs.nextReportOn,
      charityId: needs.charityId,
      isHouseholdNeed: isNotNull(needs.householdId).mapWith(Boolean),
      charity: charityFields,
      filing: filingFields,
    })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .leftJoin(organizations, eq(organizations.id, needs.charityId))
    .leftJoin(fundraisingFilings, eq(fundraisingFilings.id, needs.filingId))
    .where(and(eq(needs.publicCode, params.publicCode), isPublicNeed()));
  if (!row) return null;
  const noGiftReason: NoGiftReason | null = whyNoGift(
    {
      needState: row.state,
      needType: row.type,
      publicationMode: row.publicationMode,
      goalFen: row.goalFen,
      charity: row.charity,
      filing: row.filing,
      nextReportOn: row.nextReportOn,
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
      refundedFen: donations.refundedFen,
      channel: donations.channel,
      lotCode: donations.lotCode,
      receiptNumber: donations.receiptNumber,
      verifyCode: donations.verifyCode,
      feeFen: donations.feeFen,
      surplusChoice: donations.surplusChoice,
      receiptName: donations.receiptName,
      publicName: donations.publicName,
      message: donations.message,
      userId: donations.userId,
      monthlyGiftId: donations.monthlyGiftId,
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
    .select({ kind: ledgerAccounts.kind, amountFen: sql<string>`(-${ledgerEntries.amountFen})::text` })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .where(and(eq(ledgerTransactions.reference, `donation:${row.id}`), lt(ledgerEntries.amountFen, 0n)))
    .orderBy(ledgerEntries.id);
  return { ...row, allocations: parts.map((part) => ({ ...part, amountFen: BigInt(part.amountFen) })) };
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
