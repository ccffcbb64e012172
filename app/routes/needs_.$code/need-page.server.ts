import { getPaymentSpeed } from "#app/domain/disbursements/payment-speed-queries.server.ts";
import { getGivingNeed, listPublicDonors } from "#app/domain/donations/donation-queries.server.ts";
import { getReturnsOfNeed } from "#app/domain/donations/refund-queries.server.ts";
import { getProjectOfNeed } from "#app/domain/library-projects/public-project-queries.server.ts";
import { getVerificationSteps, listNeedItems, listReportsOf } from "#app/domain/needs/need-trust-queries.server.ts";
import { isReportLate } from "#app/domain/needs/next-report.ts";
import { getPublicNeed } from "#app/domain/needs/public-need-queries.server.ts";
import { listPublicGoods } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { listNeedLots } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { listRegionPath } from "#app/domain/regions/public-region-queries.server.ts";
import type { DbOrTx } from "#db/client.server.ts";

const shownDonors = 20;

/**
 * Everything the page of a need shows, and nothing else: what leaves here is sent to anyone. Null when there is no such public need.
 * @param today the day in China, for the charity's qualification and filing
 */
export async function readNeedPage(db: DbOrTx, params: { publicCode: string; today: string }) {
  const found = await getPublicNeed(db, { publicCode: params.publicCode });
  if (!found) return null;
  const { key, ...need } = found;
  const [items, steps, donors, reports, giving, regionPath, shares, goods, speed, returns, libraryProject] =
    await Promise.all([
      listNeedItems(db, { needId: key.id }),
      getVerificationSteps(db, { needId: key.id, version: key.version }),
      listPublicDonors(db, { needId: key.id, limit: shownDonors }),
      listReportsOf(db, { needId: key.id }),
      getGivingNeed(db, { publicCode: params.publicCode, today: params.today }),
      listRegionPath(db, { code: need.regionCode }),
      listNeedLots(db, { needId: key.id, page: 1, pageSize: 1 }),
      listPublicGoods(db, { needId: key.id }),
      getPaymentSpeed(db, { of: "need", needId: key.id }),
      getReturnsOfNeed(db, { needId: key.id }),
      getProjectOfNeed(db, { needId: key.id }),
    ]);
  const charity = giving?.charity ?? null;
  return {
    need,
    items,
    steps,
    // Gifts have no public number: their place in the list is all the page knows them by.
    donors: donors.map((donor, position) => ({ ...donor, position })),
    goods: goods.map((row, position) => ({ ...row, position })),
    reports: reports.map(({ id: _, ...report }) => report),
    isReportLate: isReportLate(need.nextReportOn, params.today),
    money: { ...shares.total, speed },
    returns,
    libraryProject,
    regionPath,
    noGiftReason: giving === null ? ("not_open" as const) : giving.noGiftReason,
    charity: charity && {
      name: charity.name,
      creditCode: charity.creditCode,
      qualificationNumber: charity.qualificationNumber,
      contactPhone: charity.contactPhone,
    },
    filing: giving?.filing ?? null,
  };
}

export type NeedPageData = NonNullable<Awaited<ReturnType<typeof readNeedPage>>>;
