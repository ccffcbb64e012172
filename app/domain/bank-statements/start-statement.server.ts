import { and, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { bankAccounts, bankLines, bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import type { Row } from "../cell.ts";
import { newId } from "../ids.ts";
import { canActFor } from "../organizations/organization-policy.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { accountNamedIn, isSameAccount, maskLongNumbers } from "./account-number.ts";
import { accountNumberPlace, statementRowsPlace } from "./sealed-places.ts";
import type { StatementTable } from "./statement-columns.ts";

export type StatementUpload = {
  charityId: string;
  /** Empty: the account that is known. */
  accountNumber: string;
  fileName: string;
  sha256: string;
  format: "csv" | "xlsx" | "xls";
  encoding: string | null;
  sheetName: string | null;
  table: StatementTable;
  rows: readonly Row[];
};

type StartError = "not_found" | "account_number_needed" | "account_fixed" | "other_account";

/**
 * Begins the preview of an uploaded statement; nothing of it counts yet. `account_number_needed`: the charity's first upload names its
 * account. `account_fixed`: lines of another account are accepted. `other_account`: the file says it is of another account. Uploading what
 * is in preview already leads to that preview.
 */
export async function startStatement(
  db: Db,
  input: StatementUpload,
  sealer: Sealer,
  actor: Actor,
  at: Date,
): Promise<Result<{ statementId: string }, StartError>> {
  const userId = actorUserId(actor);
  if (!canActFor(actor, input.charityId) || userId === null) return err("not_found");
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`bank_account:${input.charityId}`}))`);
    const account = await settleAccount(tx, input, sealer, at);
    if (!account.ok) return account;
    const named = accountNamedIn(input.rows, input.table.headerRow);
    if (named !== undefined && !isSameAccount(named, account.value.number)) return err("other_account");
    const { sha256, charityId } = input;
    const [open] = await tx
      .select({ statementId: bankStatements.id })
      .from(bankStatements)
      .where(
        and(
          eq(bankStatements.charityId, charityId),
          eq(bankStatements.sha256, sha256),
          eq(bankStatements.state, "preview"),
        ),
      )
      .limit(1);
    if (open !== undefined) return ok(open);
    const id = newId();
    const { format, encoding, sheetName, table } = input;
    await tx.insert(bankStatements).values({
      id,
      charityId,
      accountId: account.value.id,
      state: "preview",
      fileName: maskLongNumbers(input.fileName),
      sha256,
      format,
      encoding,
      sheetName: sheetName === null ? null : maskLongNumbers(sheetName),
      headerRow: table.headerRow,
      headers: [...table.headers],
      columnMap: table.columns,
      rowsSealed: sealer.seal(JSON.stringify(input.rows), statementRowsPlace(id)),
      uploadedBy: userId,
      uploadedAt: at,
    });
    const step = { noun: "bank_statement", subjectId: id, from: null, event: "upload", to: "preview" };
    await recordTransition(tx, at, actor, step);
    return ok({ statementId: id });
  });
}

/** The charity's account: known, named now for the first time, or corrected while it has no line. */
async function settleAccount(
  tx: Tx,
  { charityId, accountNumber }: StatementUpload,
  sealer: Sealer,
  at: Date,
): Promise<Result<{ id: string; number: string }, "account_number_needed" | "account_fixed">> {
  const [known] = await tx.select().from(bankAccounts).where(eq(bankAccounts.charityId, charityId));
  const facts = (id: string) => ({
    numberSealed: sealer.seal(accountNumber, accountNumberPlace(id)),
    numberLast4: accountNumber.slice(-4),
  });
  if (known === undefined) {
    if (accountNumber === "") return err("account_number_needed");
    const id = newId();
    await tx.insert(bankAccounts).values({ id, charityId, ...facts(id), createdAt: at });
    return ok({ id, number: accountNumber });
  }
  const number = sealer.open(known.numberSealed, accountNumberPlace(known.id));
  if (accountNumber === "" || accountNumber === number) return ok({ id: known.id, number });
  const [line] = await tx
    .select({ id: bankLines.id })
    .from(bankLines)
    .where(eq(bankLines.accountId, known.id))
    .limit(1);
  if (line !== undefined) return err("account_fixed");
  await tx.update(bankAccounts).set(facts(known.id)).where(eq(bankAccounts.id, known.id));
  return ok({ id: known.id, number: accountNumber });
}
