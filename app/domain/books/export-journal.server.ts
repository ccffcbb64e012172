import { stringify } from "csv-stringify";
import type { DbOrTx } from "#db/client.server.ts";
import { dayInChina } from "../clock.ts";
import { fenToDecimal } from "../money.ts";
import { type JournalLine, type JournalPeriod, readJournal } from "./journal-queries.server.ts";

/** Words of the export, from the catalog of the reader's language. */
export type JournalWords = {
  columns: readonly string[];
  kinds: Readonly<Record<JournalLine["kind"], string>>;
  accountKinds: Readonly<Record<JournalLine["account_kind"], string>>;
};

const batchSize = 1_000;

/**
 * A charity's journal as CSV, streamed: the debit and credit columns sum to the same figure. With a byte-order mark so that Excel and WPS
 * read it as UTF-8, and with cells that begin like a formula made harmless (U28).
 */
export function exportJournal(
  db: DbOrTx,
  params: { charityId: string; period: JournalPeriod; words: JournalWords },
): AsyncIterable<Uint8Array | string> {
  const csv = stringify({ bom: true, escape_formulas: true, record_delimiter: "windows" });
  void writeRows(db, params, csv).then(
    () => csv.end(),
    (failure: unknown) => csv.destroy(failure instanceof Error ? failure : new Error(String(failure))),
  );
  return csv;
}

async function writeRows(
  db: DbOrTx,
  { words, ...params }: { charityId: string; period: JournalPeriod; words: JournalWords },
  csv: ReturnType<typeof stringify>,
): Promise<void> {
  csv.write(words.columns);
  for await (const lines of readJournal(db, { ...params, batchSize })) {
    for (const line of lines) {
      if (csv.destroyed) return;
      // A slow reader holds us up here instead of filling the memory.
      if (!csv.write(rowOf(line, words))) await untilDrained(csv);
    }
  }
}

function untilDrained(csv: ReturnType<typeof stringify>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      csv.off("drain", done);
      csv.off("close", done);
      resolve();
    };
    csv.on("drain", done);
    csv.on("close", done);
  });
}

function rowOf(line: JournalLine, words: JournalWords): string[] {
  return [
    ...journalTexts(line, words),
    line.fen > 0n ? fenToDecimal(line.fen) : "",
    line.fen < 0n ? fenToDecimal(-line.fen) : "",
  ];
}

/** The cells of a line before its two amounts, the same in every format. */
export function journalTexts(line: JournalLine, words: JournalWords): string[] {
  return [
    String(line.sequence),
    `${dayInChina(line.at)} ${timeFormat.format(line.at)}`,
    words.kinds[line.kind],
    line.lot,
    line.document,
    line.provider_id,
    words.accountKinds[line.account_kind],
    line.account_name,
    line.legal_person,
  ];
}

const timeFormat = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
