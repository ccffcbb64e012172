import { sql } from "drizzle-orm";
import { newId } from "#app/domain/ids.ts";
import { donations } from "#db/schema/donations.server.ts";
import { factoryDate, type QualifiedCharity } from "#db/seed/factories.server.ts";
import type { TestDatabase } from "./database.ts";

/** A settled gift to a need; returns its lot's code. */
export async function createPaidGift(
  { db }: TestDatabase,
  gift: { needId: string; charity: QualifiedCharity; amountFen: bigint },
): Promise<string> {
  const id = newId();
  await db.insert(donations).values({
    id,
    formNonce: id,
    needId: gift.needId,
    charityId: gift.charity.charityId,
    amountFen: gift.amountFen,
    state: "pending",
    surplusChoice: "same_village",
    email: "donor@jiedui.example",
    locale: "zh-CN",
    checkoutSessionId: `cs_${id}`,
    createdAt: factoryDate,
    updatedAt: factoryDate,
  });
  await db.execute(sql`select settle_donation(null, 'test', ${id}::uuid, ${`cs_${id}`}, 'paid', ${`pi_${id}`}, 'alipay',
    ${gift.amountFen.toString()}::bigint, 'cny', false, ${gift.charity.stripeAccountId}, 0, null, false, ${factoryDate.toISOString()}::timestamptz)`);
  const [row] = await db.execute<{ lot_code: string }>(sql`select lot_code from donations where id = ${id}`);
  return row?.lot_code ?? "";
}
