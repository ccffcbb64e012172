import { asc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needItems } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { NeedNoticeSource } from "../notices/notice-body.ts";

type NeedOfNotice = {
  id: string;
  regionCode: string;
  householdId: string | null;
  summary: string;
  goalFen: bigint | null;
};

/** What the notice of a need is made from, without the meeting. The real name leaves this function: `noticeBody` masks it. */
export async function getNoticeSource(db: DbOrTx, need: NeedOfNotice): Promise<Omit<NeedNoticeSource, "meeting">> {
  const [village] = await db.select({ name: regions.shortName }).from(regions).where(eq(regions.code, need.regionCode));
  const [household] =
    need.householdId === null
      ? []
      : await db.select({ headName: households.headName }).from(households).where(eq(households.id, need.householdId));
  const items = await db
    .select({
      name: needItems.name,
      unit: needItems.unit,
      quantity: needItems.quantity,
      unitPriceFen: needItems.unitPriceFen,
    })
    .from(needItems)
    .where(eq(needItems.needId, need.id))
    .orderBy(asc(needItems.position));
  return {
    villageName: village?.name ?? "",
    headName: household?.headName ?? null,
    summary: need.summary,
    goalFen: need.goalFen,
    items,
  };
}
