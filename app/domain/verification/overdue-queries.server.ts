import type { DbOrTx } from "#db/client.server.ts";
import { duesAgainstNewNeed } from "../law-calendar/due.ts";
import { listDuesOfCharity } from "../law-calendar/due-queries.server.ts";
import type { OverdueReason } from "./publication-mode.ts";

/** Why a charity may open no new public fundraising on a day: a disclosure (L16) or the annual report (L26) it has missed. */
export async function listOverdueReasons(
  db: DbOrTx,
  { charityId, today }: { charityId: string; today: string },
): Promise<OverdueReason[]> {
  const late = duesAgainstNewNeed(await listDuesOfCharity(db, { organizationId: charityId, today }));
  const reasons = late.map((due): OverdueReason => {
    return due.rule === "annual_report" ? "annual_report_overdue" : "disclosure_overdue";
  });
  return [...new Set(reasons)];
}
