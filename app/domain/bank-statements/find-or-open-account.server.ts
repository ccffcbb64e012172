import { and, eq, notExists, sql } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { bankAccounts, bankLines, bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { isSameAccount } from "./account-number.ts";
import { accountNumberPlace } from "./sealed-places.ts";

export type AccountError = "not_found" | "account_number_needed" | "which_account";
type Account = { id: string; number: string };
type Wanted = { charityId: string; accountNumber: string; accountId?: string | null; named: string | undefined };

/**
 * The account a statement is of: by its number, which may be new; by choice; by what the file itself names; or the only one there is. Called with
 * the charity's accounts locked, so that none is opened twice. `account_number_needed`: none is known yet. `which_account`: there are several.
 */
export async function findOrOpenAccount(
  tx: Tx,
  { charityId, accountNumber, accountId, named }: Wanted,
  sealer: Sealer,
  at: Date,
): Promise<Result<Account, AccountError>> {
  const rows = await tx.select().from(bankAccounts).where(eq(bankAccounts.charityId, charityId));
  const known = rows.map(({ id, numberSealed }) => ({ id, number: sealer.open(numberSealed, accountNumberPlace(id)) }));
  if (accountNumber !== "") {
    const same = known.find(({ number }) => number === accountNumber);
    return ok(same ?? (await openAccount(tx, { charityId, accountNumber }, sealer, at)));
  }
  if (accountId) {
    const chosen = known.find(({ id }) => id === accountId);
    return chosen === undefined ? err("not_found") : ok(chosen);
  }
  if (known.length === 0) return err("account_number_needed");
  const [only, second] = known;
  if (only !== undefined && second === undefined) return ok(only);
  // Stars in a name may fit two accounts: then a person says which.
  const [match, another] = named === undefined ? [] : known.filter(({ number }) => isSameAccount(named, number));
  return match === undefined || another !== undefined ? err("which_account") : ok(match);
}

/** A new account; one that was typed before and has neither a line nor a preview was a slip of the pen, and takes the number. */
async function openAccount(
  tx: Tx,
  { charityId, accountNumber }: Pick<Wanted, "charityId" | "accountNumber">,
  sealer: Sealer,
  at: Date,
): Promise<Account> {
  const facts = (id: string) => ({
    numberSealed: sealer.seal(accountNumber, accountNumberPlace(id)),
    numberLast4: accountNumber.slice(-4),
  });
  const [unused] = await tx
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(
      and(
        eq(bankAccounts.charityId, charityId),
        notExists(tx.select({ one: sql`1` }).from(bankLines).where(eq(bankLines.accountId, bankAccounts.id))),
        notExists(
          tx
            .select({ one: sql`1` })
            .from(bankStatements)
            .where(and(eq(bankStatements.accountId, bankAccounts.id), eq(bankStatements.state, "preview"))),
        ),
      ),
    )
    .limit(1);
  if (unused !== undefined) {
    await tx.update(bankAccounts).set(facts(unused.id)).where(eq(bankAccounts.id, unused.id));
    return { id: unused.id, number: accountNumber };
  }
  const id = newId();
  await tx.insert(bankAccounts).values({ id, charityId, ...facts(id), createdAt: at });
  return { id, number: accountNumber };
}
