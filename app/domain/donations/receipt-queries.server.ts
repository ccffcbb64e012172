import { and, asc, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { donations, officialReceipts } from "#db/schema/donations.server.ts";
import { files } from "#db/schema/files.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { fundraisingFilings, organizations } from "#db/schema/organizations.server.ts";
import { isId } from "../ids.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { receiptStates } from "./donation.ts";
import { keptFen, parseVerifyCode, receiptStanding, startOfYear } from "./receipt.ts";

/** The official receipt that counts is the one no other replaces: both conditions of a left join on donations. */
export const isCurrentOfficialReceipt = and(
  eq(officialReceipts.donationId, donations.id),
  sql`not exists (select from ${officialReceipts} later where later.replaces_id = ${officialReceipts.id})`,
);

const receiptFields = {
  id: donations.id,
  number: donations.receiptNumber,
  verifyCode: donations.verifyCode,
  state: donations.state,
  amountFen: donations.amountFen,
  refundedFen: donations.refundedFen,
  paidAt: donations.paidAt,
  paymentMethod: donations.paymentMethod,
  channel: donations.channel,
  needTitle: needs.title,
  needCode: needs.publicCode,
  isNeedPublic: sql<boolean>`coalesce(${isPublicNeed()}, false)`,
  charityName: organizations.name,
  creditCode: organizations.creditCode,
  qualificationNumber: organizations.qualificationNumber,
  filingNumber: fundraisingFilings.filingNumber,
  officialId: officialReceipts.id,
  officialNumber: officialReceipts.number,
  hasOfficialDocument: sql<boolean>`${officialReceipts.documentFileId} is not null`,
};

function selectReceipts(db: DbOrTx, where: SQL | undefined) {
  return db
    .select({ ...receiptFields, userId: donations.userId, receiptName: donations.receiptName })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .leftJoin(fundraisingFilings, eq(fundraisingFilings.id, needs.filingId))
    .leftJoin(officialReceipts, isCurrentOfficialReceipt)
    .where(and(inArray(donations.state, [...receiptStates]), where));
}

type Row = Awaited<ReturnType<typeof selectReceipts>>[number];

/** Every gift that was paid has `paidAt`; what it is worth now is derived, never stored. */
function receiptOf({ paidAt, ...row }: Row) {
  if (paidAt === null) throw new Error(`paid gift without its time: ${row.number}`);
  return { ...row, paidAt, standing: receiptStanding(row), keptFen: keptFen(row) };
}

export type Receipt = ReturnType<typeof receiptOf>;

/** The receipt of a gift that was paid, whatever became of it; null for others. The random id is the key, so there is no other scope. */
export async function getReceipt(db: DbOrTx, params: { donationId: string }): Promise<Receipt | null> {
  if (!isId(params.donationId)) return null;
  const [row] = await selectReceipts(db, eq(donations.id, params.donationId));
  return row ? receiptOf(row) : null;
}

/**
 * What anyone with the verify code may know (U12): nothing personal, and the need's title only while the need itself is public. The code is
 * random and not that of the receipt's address, so it does not lead there.
 */
export async function getVerifiedReceipt(db: DbOrTx, params: { code: string }) {
  const code = parseVerifyCode(params.code);
  if (code === null) return null;
  const [row] = await selectReceipts(db, eq(donations.verifyCode, code));
  if (!row) return null;
  const {
    number,
    standing,
    amountFen,
    refundedFen,
    keptFen,
    paidAt,
    charityName,
    creditCode,
    officialNumber,
    ...rest
  } = receiptOf(row);
  return {
    number,
    standing,
    amountFen,
    refundedFen,
    keptFen,
    paidAt,
    charityName,
    creditCode,
    officialNumber,
    needTitle: rest.isNeedPublic ? rest.needTitle : null,
    needCode: rest.isNeedPublic ? rest.needCode : null,
  };
}

export type VerifiedReceipt = NonNullable<Awaited<ReturnType<typeof getVerifiedReceipt>>>;

/** The gifts a signed-in donor paid in a year (China), oldest first, also those that went back: the sum is of what was kept (S106). */
export async function listReceiptsOfYear(db: DbOrTx, params: { userId: string; year: number }): Promise<Receipt[]> {
  const rows = await selectReceipts(
    db,
    and(
      eq(donations.userId, params.userId),
      gte(donations.paidAt, startOfYear(params.year)),
      lt(donations.paidAt, startOfYear(params.year + 1)),
    ),
  ).orderBy(asc(donations.paidAt), asc(donations.receiptNumber));
  return rows.map(receiptOf);
}

/** The years (China) in which a donor paid gifts, newest first. */
export async function listReceiptYears(db: DbOrTx, params: { userId: string }): Promise<number[]> {
  const year = sql<string>`to_char(${donations.paidAt} at time zone 'Asia/Shanghai', 'YYYY')`;
  const rows = await db
    .selectDistinct({ year })
    .from(donations)
    .where(and(eq(donations.userId, params.userId), inArray(donations.state, [...receiptStates])))
    .orderBy(desc(year));
  return rows.map((row) => Number(row.year));
}

/** What a yearly statement adds up to. */
export function sumReceipts(receipts: readonly Pick<Receipt, "amountFen" | "keptFen">[]) {
  const givenFen = receipts.reduce((sum, receipt) => sum + receipt.amountFen, 0n);
  const kept = receipts.reduce((sum, receipt) => sum + receipt.keptFen, 0n);
  return { givenFen, keptFen: kept, refundedFen: givenFen - kept };
}

/** The file of the official receipt that counts, with whose it is; null where none was attached. Who may have it is the caller's to ask. */
export async function getOfficialDocument(db: DbOrTx, params: { donationId: string }) {
  if (!isId(params.donationId)) return null;
  const [row] = await db
    .select({
      id: donations.id,
      userId: donations.userId,
      number: officialReceipts.number,
      storageKey: files.storageKey,
      mediaType: files.mediaType,
    })
    .from(donations)
    .innerJoin(officialReceipts, isCurrentOfficialReceipt)
    .innerJoin(files, eq(files.id, officialReceipts.documentFileId))
    .where(and(eq(donations.id, params.donationId), inArray(donations.state, [...receiptStates])));
  return row ?? null;
}
