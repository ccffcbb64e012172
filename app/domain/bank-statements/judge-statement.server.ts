import { createHash } from "node:crypto";
import { and, between, eq, inArray, or } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { bankLines } from "#db/schema/bank-statements.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Row } from "../cell.ts";
import type { BankStatement } from "./find-statement.server.ts";
import { identitiesOf, judgeAgainstKnown } from "./known-lines.ts";
import { type RowFinding, readStatement, type StatementLine } from "./read-statement.ts";
import { statementRowsPlace } from "./sealed-places.ts";
import { missingStatementFields, type StatementField } from "./statement-columns.ts";

const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.object({ day: z.string() })]);
const rowsShape = z.array(z.object({ number: z.number(), cells: z.array(cell) }));

export type JudgedLine = StatementLine & { identity: string; isKnown: boolean };
export type JudgedStatement = {
  rows: readonly Row[];
  missing: readonly StatementField[];
  /** Oldest first. */
  lines: readonly JudgedLine[];
  findings: readonly RowFinding[];
  skippedRows: number;
};

/** Reads a preview by its columns and compares it with the account's lines. The same for the page and for accepting it. */
export async function judgeStatement(
  db: DbOrTx,
  statement: BankStatement,
  sealer: Sealer,
  today: string,
): Promise<JudgedStatement> {
  const { headerRow, headers, columnMap: columns } = statement;
  const sealed = statement.rowsSealed;
  const rows =
    sealed === null ? [] : rowsShape.parse(JSON.parse(sealer.open(sealed, statementRowsPlace(statement.id))));
  const missing = missingStatementFields(columns);
  if (missing.length > 0) return { rows, missing, lines: [], findings: [], skippedRows: 0 };
  const read = readStatement(rows, { headerRow, headers, columns }, today);
  const hashOf = (content: string) =>
    sealer.blindIndex(createHash("sha256").update(content).digest("hex"), "bank_lines.identity");
  const identities = identitiesOf(read.lines, hashOf);
  const known = await listKnownLines(db, statement.accountId, read.lines, identities);
  const verdicts = judgeAgainstKnown(read.lines, identities, known);
  const taken = read.lines.flatMap(({ rowNumber }, index) =>
    verdicts[index] === "serial_taken" ? [{ rowNumber, verdict: "serial_taken" as const }] : [],
  );
  const lines = read.lines.map((line, index) => ({
    ...line,
    identity: identities[index] ?? "",
    isKnown: verdicts[index] === "known",
  }));
  return { rows, missing, lines, findings: [...read.findings, ...taken], skippedRows: read.skippedRows };
}

async function listKnownLines(
  db: DbOrTx,
  accountId: string,
  lines: readonly StatementLine[],
  identities: readonly string[],
) {
  if (lines.length === 0) return [];
  const days = lines.map(({ day }) => day).sort();
  const bySerial = identities.filter((identity) => identity.startsWith("serial:"));
  const { identity, day, amountFen, balanceFen } = bankLines;
  return db
    .select({ identity, day, amountFen, balanceFen })
    .from(bankLines)
    .where(
      and(
        eq(bankLines.accountId, accountId),
        or(between(day, days[0] ?? "", days.at(-1) ?? ""), inArray(identity, bySerial)),
      ),
    );
}
