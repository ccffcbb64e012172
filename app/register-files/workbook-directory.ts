import { fileLimits, RegisterFileError } from "./register-file.ts";

const endMark = 0x06054b50;
const entryMark = 0x02014b50;

/**
 * Reads the directory at the end of a .xlsx (a zip) before anything is unpacked: how much it would become, and whether it is a workbook at
 * all. A directory that lies is stopped by the limits of the worker that unpacks.
 * @throws RegisterFileError
 */
export function checkWorkbook(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.byteLength - 22;
  const earliest = Math.max(0, end - 65_535);
  while (end >= earliest && view.getUint32(end, true) !== endMark) end -= 1;
  if (end < earliest || end < 0) throw new RegisterFileError("file_damaged");
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (entries > fileLimits.workbookEntries) throw new RegisterFileError("file_bomb");
  let unpacked = 0;
  let isWorkbook = false;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== entryMark)
      throw new RegisterFileError("file_damaged");
    if ((view.getUint16(at + 8, true) & 1) === 1) throw new RegisterFileError("file_encrypted");
    unpacked += view.getUint32(at + 24, true);
    if (unpacked > fileLimits.unpackedBytes) throw new RegisterFileError("file_bomb");
    const nameLength = view.getUint16(at + 28, true);
    const name = Buffer.from(bytes.buffer, bytes.byteOffset + at + 46, nameLength).toString("latin1");
    if (name === "xl/workbook.xml") isWorkbook = true;
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (!isWorkbook) throw new RegisterFileError("file_not_table");
}
