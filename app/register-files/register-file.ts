import type { Row } from "#app/domain/cell.ts";

/** Why a file is no table we can read. */
export const fileErrors = [
  "file_missing",
  "file_empty",
  "file_too_large",
  "file_not_table",
  "file_encrypted",
  "file_html",
  "file_encoding",
  "file_damaged",
  "file_bomb",
  "file_too_many_rows",
  "file_line_too_long",
  "file_busy",
  "file_took_too_long",
] as const;
export type FileErrorCode = (typeof fileErrors)[number];

/** Bad input, told to whoever sent it; anything else that is thrown is a bug. */
export class RegisterFileError extends Error {
  override name = "RegisterFileError";
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode) {
    super(code);
    this.code = code;
  }
}

/** The code of bad input, or undefined for any other failure. By name: the site's build has its own copy of the class. */
export function fileErrorOf(error: unknown): FileErrorCode | undefined {
  if (!(error instanceof Error) || error.name !== "RegisterFileError") return undefined;
  return fileErrors.find((code) => code === error.message);
}

/** Bytes that can be read more than once, from the start: a file on disk, or an upload that is kept sealed. */
export type ByteSource = { sizeBytes: number; read: () => AsyncIterable<Uint8Array> };

export type RegisterFile = {
  format: "csv" | "xlsx" | "xls";
  /** Of text files: UTF-8, UTF-16LE or GB18030. */
  encoding: string | null;
  /** Of workbooks: the sheet that is read. */
  sheetName: string | null;
  sha256: string;
  sizeBytes: number;
  /**
   * All rows from the start, in batches; memory stays flat for text files.
   * @throws RegisterFileError for what cannot be read
   */
  rows: () => AsyncIterable<readonly Row[]>;
};

export const fileLimits = {
  /** What a page takes; the command takes any size of text file. */
  uploadBytes: 40 * 1024 * 1024,
  workbookBytes: 40 * 1024 * 1024,
  /** Of a workbook, unpacked, by its own directory. */
  unpackedBytes: 500 * 1024 * 1024,
  workbookEntries: 2_000,
  workbookRows: 200_000,
  workbookSeconds: 120,
  workerMegabytes: 1_200,
  lineCharacters: 200_000,
} as const;
