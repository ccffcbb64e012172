import { and, asc, eq, isNotNull, like, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";

/** Medians in days, to a tenth; null where nothing was paid or confirmed yet. */
export type PaymentSpeed = {
  paidCount: number;
  daysToPay: number | null;
  confirmedCount: number;
  daysToConfirm: number | null;
};

const median = (from: SQL, to: SQL) =>
  sql<
    number | null
  >`round((percentile_cont(0.5) within group (order by extract(epoch from ${to} - ${from}) / 86400))::numeric, 1)::float8`;

const speedFields = {
  paidCount: sql<number>`count(${disbursements.paidAt})::int`,
  daysToPay: median(sql`${disbursements.proposedAt}`, sql`${disbursements.paidAt}`),
  confirmedCount: sql<number>`count(${disbursements.confirmedAt})::int`,
  daysToConfirm: median(sql`${disbursements.paidAt}`, sql`${disbursements.confirmedAt}`),
};

/** From proposal to payment and from payment to confirmation, measured over one need, one charity or everything (S101). */
export async function getPaymentSpeed(
  db: DbOrTx,
  params: { of: "everything" } | { of: "need"; needId: string } | { of: "charity"; charityId: string },
): Promise<PaymentSpeed> {
  const condition =
    params.of === "need"
      ? eq(disbursements.needId, params.needId)
      : params.of === "charity"
        ? eq(disbursements.charityId, params.charityId)
        : sql`true`;
  const [row] = await db.select(speedFields).from(disbursements).where(condition);
  return row ?? { paidCount: 0, daysToPay: null, confirmedCount: 0, daysToConfirm: null };
}

/** The same by village, of a region subtree. */
export function listVillagePaymentSpeeds(
  db: DbOrTx,
  params: { regionPrefix: string },
): Promise<(PaymentSpeed & { regionCode: string; name: string })[]> {
  return db
    .select({ regionCode: regions.code, name: regions.shortName, ...speedFields })
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(and(isNotNull(disbursements.paidAt), like(regions.code, `${params.regionPrefix}%`)))
    .groupBy(regions.code)
    .orderBy(asc(regions.code));
}
