import { count, desc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { bankAccounts, bankLines, bankStatements } from "#db/schema/bank-statements.server.ts";

const mostListed = 200;

export type BankAccount = { id: string; last4: string; lineCount: number };

/** The accounts at banks whose statements a charity uploads, the first one first. */
export async function listBankAccounts(db: DbOrTx, { charityId }: { charityId: string }): Promise<BankAccount[]> {
  return db
    .select({ id: bankAccounts.id, last4: bankAccounts.numberLast4, lineCount: count(bankLines.id) })
    .from(bankAccounts)
    .leftJoin(bankLines, eq(bankLines.accountId, bankAccounts.id))
    .where(eq(bankAccounts.charityId, charityId))
    .groupBy(bankAccounts.id)
    .orderBy(bankAccounts.createdAt, bankAccounts.id);
}

export type StatementItem = Awaited<ReturnType<typeof listStatements>>[number];

/** What a charity uploaded, the newest first. */
export async function listStatements(db: DbOrTx, { charityId }: { charityId: string }) {
  const table = bankStatements;
  return db
    .select({
      id: table.id,
      fileName: table.fileName,
      last4: bankAccounts.numberLast4,
      state: table.state,
      firstDay: table.firstDay,
      lastDay: table.lastDay,
      newLines: table.newLines,
      knownLines: table.knownLines,
      uploadedBy: users.displayName,
      uploadedAt: table.uploadedAt,
    })
    .from(table)
    .innerJoin(users, eq(users.id, table.uploadedBy))
    .innerJoin(bankAccounts, eq(bankAccounts.id, table.accountId))
    .where(eq(table.charityId, charityId))
    .orderBy(desc(table.uploadedAt), desc(table.id))
    .limit(mostListed);
}
