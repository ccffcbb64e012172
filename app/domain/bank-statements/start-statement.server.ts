import { and, eq, ne, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import type { Row } from "../cell.ts";
import { newId } from "../ids.ts";
import { canActFor } from "../organizations/organization-policy.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { accountNamedIn, isSameAccount, maskLongNumbers } from "./account-number.ts";
import { type AccountError, findOrOpenAccount } from "./find-or-open-account.server.ts";
import { statementRowsPlace } from "./sealed-places.ts";
import type { StatementTable } from "./statement-columns.ts";

export type StatementUpload = {
  charityId: string;
  /** Of an account that is new, or known; empty: the chosen one, the one the file names, or the only one. */
  accountNumber: string;
  /** One of the charity's known accounts. */
  accountId?: string | null;
  fileName: string;
  sha256: string;
  format: "csv" | "xlsx" | "xls";
  encoding: string | null;
  sheetName: string | null;
  table: StatementTable;
  rows: readonly Row[];
};

type StartError = "not_found" | AccountError | "other_account" | "taken_elsewhere";

/**
 * Begins the preview of an uploaded statement; nothing of it counts yet. `other_account`: the file says it is of another account than was
 * chosen. `taken_elsewhere`: the very file counts, or waits, for another account of this charity: no bank's file is of two. Uploading what is in
 * preview already leads to that preview.
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
    const named = accountNamedIn(input.rows, input.table.headerRow);
    const account = await findOrOpenAccount(tx, { ...input, named }, sealer, at);
    if (!account.ok) return account;
    if (named !== undefined && !isSameAccount(named, account.value.number)) return err("other_account");
    const { sha256, charityId } = input;
    const sameFile = await tx
      .select({
        statementId: bankStatements.id,
        accountId: bankStatements.accountId,
        state: bankStatements.state,
      })
      .from(bankStatements)
      .where(
        and(
          eq(bankStatements.charityId, charityId),
          eq(bankStatements.sha256, sha256),
          ne(bankStatements.state, "discarded"),
        ),
      );
    if (sameFile.some(({ accountId }) => accountId !== account.value.id)) return err("taken_elsewhere");
    const open = sameFile.find(({ state }) => state === "preview");
    if (open !== undefined) return ok({ statementId: open.statementId });
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
