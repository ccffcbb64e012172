import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { utils, write } from "@e965/xlsx";
import writeExcelFile from "write-excel-file/node";
import { idNumberCheckCharacter } from "#app/domain/households/id-number.ts";
import { newId } from "#app/domain/ids.ts";

let sequence = 0;

/** A number with a right check character that nobody has: places that begin with 89 do not exist. */
export function unassignedId(birthDate: string, gender: "female" | "male" = "male"): string {
  sequence += 1;
  const place = 890_000 + (sequence % 10_000);
  const first17 = `${place}${birthDate.replaceAll("-", "")}${gender === "male" ? "101" : "102"}`;
  return first17 + idNumberCheckCharacter(first17);
}

export function temporaryPath(ending: string): string {
  return join(tmpdir(), `jiedui-ugly-${newId()}.${ending}`);
}

/** Unicode → GBK bytes of the characters, by asking the decoder for every two bytes once. */
export function gbk(text: string): Buffer {
  gbkBytes ??= readGbkTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 128) bytes.push(code);
    else {
      const pair = gbkBytes.get(character);
      if (pair === undefined) throw new RangeError(`${character} is not in GBK`);
      bytes.push(...pair);
    }
  }
  return Buffer.from(bytes);
}

let gbkBytes: Map<string, [number, number]> | undefined;

function readGbkTable(): Map<string, [number, number]> {
  const table = new Map<string, [number, number]>();
  const decoder = new TextDecoder("gb18030");
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const character = decoder.decode(Uint8Array.of(high, low));
      if ([...character].length === 1 && !table.has(character)) table.set(character, [high, low]);
    }
  }
  return table;
}

export type UglyCell = string | number | Date | null;

export function writeCsv(
  lines: readonly (readonly UglyCell[])[],
  encode: (text: string) => Uint8Array = (text) => Buffer.from(text),
): string {
  const path = temporaryPath("csv");
  const field = (cell: UglyCell) => {
    const text = cell === null ? "" : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  writeFileSync(path, encode(`${lines.map((line) => line.map(field).join(",")).join("\r\n")}\r\n`));
  return path;
}

export async function writeXlsx(lines: readonly (readonly UglyCell[])[]): Promise<string> {
  const path = temporaryPath("xlsx");
  const cell = (value: UglyCell) =>
    value === null
      ? null
      : value instanceof Date
        ? { value, type: Date, format: "yyyy/m/d" }
        : { value, type: typeof value === "number" ? Number : String };
  await writeExcelFile(lines.map((line) => line.map(cell))).toFile(path);
  return path;
}

export function writeXls(lines: readonly (readonly UglyCell[])[]): string {
  const path = temporaryPath("xls");
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet(
      lines.map((line) => [...line]),
      { dateNF: "yyyy-mm-dd" },
    ),
    "花名册",
  );
  writeFileSync(path, write(book, { type: "buffer", bookType: "biff8" }) as Buffer);
  return path;
}
