import { stringify } from "csv-stringify";
import type { DbOrTx } from "#db/client.server.ts";
import { dayInChina } from "../clock.ts";
import { fenToDecimal } from "../money.ts";
import type { Movement, MovementFilter, MovementSide } from "./movement.ts";
import { readMovements } from "./movement-queries.server.ts";

/** Words of the export, from the catalog of the visitor's language. */
export type ExportWords = {
  columns: readonly [
    sequence: string,
    time: string,
    kind: string,
    lot: string,
    description: string,
    account: string,
    accountKind: string,
    legalPerson: string,
    place: string,
    sideLot: string,
    debit: string,
    credit: string,
  ];
  kinds: Readonly<Record<Movement["kind"], string>>;
  accountKinds: Readonly<Record<MovementSide["accountKind"], string>>;
  hiddenNeed: string;
};

const batchSize = 400;

/**
 * The whole public journal as CSV, one line per side of a movement and lot, streamed: debit and credit columns sum to the same figure. With a
 * byte-order mark so that Excel reads it as UTF-8, and with cells that begin like a formula made harmless (U28). No names of donors.
 */
export function exportLedger(
  db: DbOrTx,
  params: { filter: MovementFilter; words: ExportWords },
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
  { filter, words }: { filter: MovementFilter; words: ExportWords },
  csv: ReturnType<typeof stringify>,
): Promise<void> {
  csv.write(words.columns);
  for await (const movements of readMovements(db, { filter, batchSize })) {
    for (const movement of movements) {
      for (const side of movement.sides) {
        if (csv.destroyed) return;
        // A slow reader holds us up here instead of filling the memory.
        if (!csv.write(rowOf(movement, side, words))) await untilDrained(csv);
      }
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

function rowOf(movement: Movement, side: MovementSide, words: ExportWords): string[] {
  return [
    String(movement.sequence),
    `${dayInChina(movement.at)} ${timeFormat.format(movement.at)}`,
    words.kinds[movement.kind],
    movement.lot,
    movement.description ?? "",
    side.accountName ?? words.hiddenNeed,
    words.accountKinds[side.accountKind],
    side.legalPerson,
    side.regionName ?? "",
    side.lotCode ?? "",
    side.amountFen > 0n ? fenToDecimal(side.amountFen) : "",
    side.amountFen < 0n ? fenToDecimal(-side.amountFen) : "",
  ];
}

const timeFormat = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
