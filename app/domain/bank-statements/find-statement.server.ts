import { and, eq, inArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Actor } from "../actor.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";

export type BankStatement = typeof bankStatements.$inferSelect;

/** A statement of one of the actor's own charities; null for every other. */
export async function findStatement(
  db: DbOrTx,
  { statementId, actor }: { statementId: string; actor: Actor },
): Promise<BankStatement | null> {
  const charityIds = charitiesOf(actor).map(({ id }) => id);
  const [found] = await db
    .select()
    .from(bankStatements)
    .where(and(eq(bankStatements.id, statementId), inArray(bankStatements.charityId, charityIds)));
  return found ?? null;
}
