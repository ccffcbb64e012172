import { desc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { ownMoney } from "#db/schema/own-money.server.ts";

const mostListed = 200;
const approvers = alias(users, "approvers");

export type OwnMoneyItem = Awaited<ReturnType<typeof listOwnMoney>>[number];

/** Own money a charity paid in, the newest record first. */
export async function listOwnMoney(db: DbOrTx, { charityId }: { charityId: string }) {
  const rows = await db
    .select({
      id: ownMoney.id,
      amountFen: ownMoney.amountFen,
      documentNumber: ownMoney.documentNumber,
      paidOn: ownMoney.paidOn,
      note: ownMoney.note,
      state: ownMoney.state,
      recordedById: ownMoney.recordedBy,
      recordedBy: users.displayName,
      approvedBy: approvers.displayName,
    })
    .from(ownMoney)
    .innerJoin(users, eq(users.id, ownMoney.recordedBy))
    .leftJoin(approvers, eq(approvers.id, ownMoney.approvedBy))
    .where(eq(ownMoney.charityId, charityId))
    .orderBy(desc(ownMoney.recordedAt))
    .limit(mostListed);
  // A rejected record gave its number free by adding its own id.
  return rows.map((row) => ({ ...row, documentNumber: row.documentNumber.replace(` (${row.id})`, "") }));
}
