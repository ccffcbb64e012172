import type { SignedInActor } from "#app/domain/actor.ts";
import { statementLimits } from "#app/domain/bank-statements/bank-statement.ts";
import { startStatement } from "#app/domain/bank-statements/start-statement.server.ts";
import { recogniseStatement } from "#app/domain/bank-statements/statement-columns.ts";
import type { Row } from "#app/domain/cell.ts";
import { err, type Result } from "#app/domain/result.ts";
import { bytesInMemory } from "#app/register-files/open-register-file.server.ts";
import { type FileErrorCode, fileErrorOf, type RegisterFile } from "#app/register-files/register-file.ts";
import type { Services } from "#app/services.server.ts";

type Upload = {
  charityId: string;
  accountNumber: string;
  accountId?: string;
  file: { name: string; bytes: Uint8Array };
};
type TakeError =
  | FileErrorCode
  | "no_table"
  | "too_many_rows"
  | "not_found"
  | "account_number_needed"
  | "which_account"
  | "other_account"
  | "taken_elsewhere";

/** Workbooks that are unpacked at the same time: each is a thread. */
const largestAtOnce = 2;
let atOnce = 0;

/** Looks into an uploaded statement and begins its preview. What cannot be read is not kept. */
export async function takeStatement(
  services: Services,
  { charityId, accountNumber, accountId, file }: Upload,
  actor: SignedInActor,
): Promise<Result<{ statementId: string }, TakeError>> {
  if (atOnce >= largestAtOnce) return err("file_busy");
  atOnce += 1;
  try {
    const opened = await services.openTable(bytesInMemory(file.bytes));
    const rows = await rowsWithin(opened, statementLimits.rows);
    if (rows === null) return err("too_many_rows");
    const table = recogniseStatement(rows);
    if (table === undefined) return err("no_table");
    const { format, encoding, sheetName, sha256 } = opened;
    const facts = { format, encoding, sheetName, sha256, table, rows, charityId, accountNumber, accountId };
    const upload = { ...facts, fileName: fileNameOf(file.name) };
    return await startStatement(services.db, upload, services.sealer, actor, services.clock.now());
  } catch (error) {
    const code = fileErrorOf(error);
    if (code !== undefined) return err(code);
    throw error;
  } finally {
    atOnce -= 1;
  }
}

async function rowsWithin(file: RegisterFile, limit: number): Promise<Row[] | null> {
  const rows: Row[] = [];
  for await (const batch of file.rows()) {
    rows.push(...batch);
    if (rows.length > limit) return null;
  }
  return rows;
}

function fileNameOf(name: string): string {
  const plain = name.normalize("NFC").replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
  return (plain.split(/[\\/]/).at(-1) ?? "").slice(-120) || "statement";
}
