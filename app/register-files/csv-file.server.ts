import { createHash } from "node:crypto";
import type { Row } from "#app/domain/cell.ts";
import { CsvSplitter, delimiterOf } from "./csv-splitter.ts";
import { type ByteSource, fileLimits, type RegisterFile, RegisterFileError } from "./register-file.ts";

export type TextEncoding = "utf-8" | "utf-16le" | "gb18030";
const encodingNames: Readonly<Record<TextEncoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16LE",
  gb18030: "GB18030",
};

/**
 * A text file with delimiters. It is read once to know its hash and its encoding: UTF-8 when all of it is, otherwise GB18030, which GBK and
 * GB2312 are parts of. Bytes that are neither are refused, never replaced.
 */
export async function openCsvFile(source: ByteSource): Promise<RegisterFile> {
  const { encoding, sha256 } = await inspect(source);
  return {
    format: "csv",
    encoding: encodingNames[encoding],
    sheetName: null,
    sha256,
    sizeBytes: source.sizeBytes,
    rows: () => readRows(source, encoding),
  };
}

async function inspect(source: ByteSource): Promise<{ encoding: TextEncoding; sha256: string }> {
  const hash = createHash("sha256");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let isUtf8 = true;
  let isUtf16 = false;
  let isFirst = true;
  for await (const chunk of source.read()) {
    hash.update(chunk);
    if (isFirst) {
      isFirst = false;
      isUtf16 = chunk[0] === 0xff && chunk[1] === 0xfe;
      if (!isUtf16 && chunk.includes(0)) throw new RegisterFileError("file_not_table");
    }
    if (!isUtf8 || isUtf16) continue;
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      isUtf8 = false;
    }
  }
  if (isUtf8 && !isUtf16) {
    try {
      decoder.decode();
    } catch {
      isUtf8 = false;
    }
  }
  return { encoding: isUtf16 ? "utf-16le" : isUtf8 ? "utf-8" : "gb18030", sha256: hash.digest("hex") };
}

async function* readRows(source: ByteSource, encoding: TextEncoding): AsyncGenerator<Row[]> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let splitter: CsvSplitter | undefined;
  let number = 0;
  const rowsOf = (text: string): Row[] => {
    if (text.includes("\0")) throw new RegisterFileError("file_not_table");
    splitter ??= new CsvSplitter(delimiterOf(text), fileLimits.lineCharacters);
    return split(splitter, text).map((cells) => ({ number: ++number, cells }));
  };
  for await (const chunk of source.read()) {
    const rows = rowsOf(decode(decoder, chunk));
    if (rows.length > 0) yield rows;
  }
  const rest = rowsOf(decode(decoder));
  if (rest.length > 0) yield rest;
  const last = splitter?.end();
  if (last) yield [{ number: number + 1, cells: last }];
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new RegisterFileError("file_encoding");
  }
}

function split(splitter: CsvSplitter, text: string): string[][] {
  try {
    return splitter.push(text);
  } catch (error) {
    if (error instanceof RangeError) throw new RegisterFileError("file_line_too_long");
    throw error;
  }
}
