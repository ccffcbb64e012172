/**
 * A document ready to be set: words and figures only, already in one language, so that what is printed can be compared and tested without
 * a PDF. The printer decides where lines break and pages turn; it knows nothing of gifts.
 */

import type { Result } from "#app/domain/result.ts";
import type { Locale } from "#app/i18n/locale.ts";

export type PrintedBlock =
  /** A sentence that must not be overlooked, in a frame. */
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "facts"; readonly items: readonly PrintedFact[] }
  | {
      readonly kind: "table";
      readonly columns: readonly PrintedColumn[];
      /** One text per column. */
      readonly rows: readonly (readonly string[])[];
      /** A last row in bold: the totals. */
      readonly totals?: readonly string[];
    }
  /** A QR code as path data (`qrPathOf`), with words beside it. */
  | { readonly kind: "qr"; readonly path: string; readonly size: number; readonly lines: readonly string[] };

export type PrintedFact = { readonly term: string; readonly details: string; readonly isStrong?: boolean };
export type PrintedColumn = {
  readonly header: string;
  /** Width as a share of all columns' shares. */
  readonly share: number;
  readonly isNumeric?: boolean;
};

export type PrintedDocument = {
  readonly language: Locale;
  /** Who publishes, at the head of every page. */
  readonly publisher: string;
  readonly title: string;
  /** Under the title: a number, a period. */
  readonly subtitle: string;
  readonly blocks: readonly PrintedBlock[];
  /** At the foot of every page; `{page}` and `{pages}` become numbers. */
  readonly footer: string;
  /** Printed where the font lacks characters of the text, which then stand as their code numbers. */
  readonly missingCharactersNote: string;
  /** Milliseconds: part of the file, so that the same document is the same file. */
  readonly madeAtMs: number;
};

/** Prints documents as PDF. `overloaded`: too many wait already; `timed_out`: it took longer than the limit; `failed`: a fault, logged. */
export type Printer = {
  readonly print: (document: PrintedDocument) => Promise<Result<Uint8Array<ArrayBuffer>, PrintRefusal>>;
  readonly close: () => Promise<void>;
};
export type PrintRefusal = "overloaded" | "timed_out" | "failed";
