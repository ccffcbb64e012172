import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Row } from "#app/domain/cell.ts";
import { openCsvFile } from "./csv-file.server.ts";
import { type ByteSource, type RegisterFile, RegisterFileError } from "./register-file.ts";
import { openWorkbookFile } from "./workbook-file.server.ts";

const chunkBytes = 1024 * 1024;

/** A file on this machine as bytes that can be read again. @throws RegisterFileError when it is not there or empty */
export async function bytesOfPath(path: string): Promise<ByteSource> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new RegisterFileError("file_missing");
  return { sizeBytes: found.size, read: () => createReadStream(path, { highWaterMark: chunkBytes }) };
}

/** An upload that is in memory anyway. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.byteLength,
    async *read() {
      for (let at = 0; at < bytes.byteLength; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
}

/** The first rows of a file, for its heads and a sample. */
export async function firstRowsOf(file: Pick<RegisterFile, "rows">, count: number): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of file.rows()) {
    rows.push(...batch.slice(0, count - rows.length));
    if (rows.length >= count) break;
  }
  return rows;
}

/**
 * Opens a table by what its bytes say, whatever its name: .xlsx, .xls, or text with delimiters.
 * @throws RegisterFileError with what is wrong with it
 */
export async function openRegisterFile(source: ByteSource): Promise<RegisterFile> {
  if (source.sizeBytes === 0) throw new RegisterFileError("file_empty");
  const start = await firstBytes(source);
  if (start.subarray(0, 4).equals(Buffer.from("PK\x03\x04", "latin1"))) return openWorkbookFile(source, "xlsx");
  if (start.subarray(0, 4).toString("hex") === "d0cf11e0") {
    // An .xlsx with a password is such a container, too.
    if (await contains(source, Buffer.from("EncryptedPackage", "utf16le")))
      throw new RegisterFileError("file_encrypted");
    return openWorkbookFile(source, "xls");
  }
  const text = start.toString("latin1");
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|meta|\?xml)/i.test(text)) throw new RegisterFileError("file_html");
  const marks = ["%PDF", "\x89PNG", "\xff\xd8\xff", "Rar!", "7z\xbc\xaf", "\x1f\x8b"];
  if (marks.some((mark) => text.startsWith(mark))) throw new RegisterFileError("file_not_table");
  return openCsvFile(source);
}

async function firstBytes(source: ByteSource): Promise<Buffer> {
  for await (const chunk of source.read()) return Buffer.from(chunk.subarray(0, 1024));
  throw new RegisterFileError("file_empty");
}

async function contains(source: ByteSource, words: Buffer): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for await (const chunk of source.read()) {
    const joined = Buffer.concat([tail, chunk]);
    if (joined.includes(words)) return true;
    tail = joined.subarray(-words.length);
  }
  return false;
}
