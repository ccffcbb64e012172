import { and, eq, getTableColumns, inArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { bankAccounts, bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Actor } from "../actor.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";

export type BankStatement = typeof bankStatements.$inferSelect & { last4: string };

/** A statement of one of the actor's own charities; null for every other. */
export async function findStatement(
  db: DbOrTx,
  { statementId, actor }: { statementId: string; actor: Actor },
): Promise<BankStatement | null> {
  const charityIds = charitiesOf(actor).map(({ id }) => id);
  const [found] = await db
    .select({ ...getTableColumns(bankStatements), last4: bankAccounts.numberLast4 })
    .from(bankStatements)
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankStatements.accountId))
    .where(and(eq(bankStatements.id, statementId), inArray(bankStatements.charityId, charityIds)));
  return found ?? null;
}
