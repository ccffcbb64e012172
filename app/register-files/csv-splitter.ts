/**
 * Splits text of a CSV file (RFC 4180) into records as it comes: quoted fields, doubled quotes, line ends inside quotes, CRLF or LF. Lines
 * without a quote, nearly all of a register, are cut in one go. Keeps at most one unfinished record.
 */
export class CsvSplitter {
  readonly #delimiter: string;
  readonly #longest: number;
  #rest = "";

  constructor(delimiter: string, longestRecord = 200_000) {
    this.#delimiter = delimiter;
    this.#longest = longestRecord;
  }

  /** @throws RangeError for a record longer than the limit: an unclosed quote, or no table at all */
  push(chunk: string): string[][] {
    const text = this.#rest === "" ? chunk : this.#rest + chunk;
    const records: string[][] = [];
    let from = 0;
    let quote = text.indexOf('"');
    for (;;) {
      if (quote !== -1 && quote < from) quote = text.indexOf('"', from);
      const lineEnd = text.indexOf("\n", from);
      if (lineEnd === -1) break;
      if (quote === -1 || quote > lineEnd) {
        records.push(
          text
            .slice(from, text.charCodeAt(lineEnd - 1) === 13 && lineEnd > from ? lineEnd - 1 : lineEnd)
            .split(this.#delimiter),
        );
        from = lineEnd + 1;
        continue;
      }
      const end = this.#endOfRecord(text, from);
      if (end === -1) break;
      records.push(this.#fieldsOf(text.slice(from, end)));
      from = end + 1;
    }
    this.#rest = text.slice(from);
    if (this.#rest.length > this.#longest) throw new RangeError("record too long");
    return records;
  }

  /** What stands after the last line end, if anything. */
  end(): string[] | null {
    const rest = this.#rest;
    this.#rest = "";
    return rest === "" ? null : this.#fieldsOf(rest);
  }

  /** Place of the line end that is not inside quotes, or -1 while it has not come yet. */
  #endOfRecord(text: string, from: number): number {
    let isQuoted = false;
    let isFieldStart = true;
    for (let at = from; at < text.length; at += 1) {
      const character = text.charCodeAt(at);
      if (isQuoted) {
        if (character !== 34) continue;
        if (text.charCodeAt(at + 1) === 34) at += 1;
        // A quote at the very end may be the first of two.
        else if (at + 1 === text.length) return -1;
        else isQuoted = false;
      } else if (character === 10) return at;
      else if (character === 34 && isFieldStart) isQuoted = true;
      isFieldStart = !isQuoted && text.charAt(at) === this.#delimiter;
    }
    return -1;
  }

  #fieldsOf(record: string): string[] {
    const text = record.endsWith("\r") ? record.slice(0, -1) : record;
    if (!text.includes('"')) return text.split(this.#delimiter);
    const fields: string[] = [];
    let at = 0;
    for (;;) {
      if (text.charCodeAt(at) !== 34) {
        const end = text.indexOf(this.#delimiter, at);
        fields.push(end === -1 ? text.slice(at) : text.slice(at, end));
        if (end === -1) return fields;
        at = end + 1;
        continue;
      }
      let field = "";
      let from = at + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        if (quote === -1) {
          field += text.slice(from);
          from = text.length;
          break;
        }
        field += text.slice(from, quote);
        from = quote + 1;
        if (text.charCodeAt(from) !== 34) break;
        field += '"';
        from += 1;
      }
      // What stands between the closing quote and the delimiter belongs to the field, as spreadsheets read it.
      const end = text.indexOf(this.#delimiter, from);
      fields.push(field + (end === -1 ? text.slice(from) : text.slice(from, end)));
      if (end === -1) return fields;
      at = end + 1;
    }
  }
}

/** The delimiter of the first lines: the one of comma, tab, semicolon and | that stands in them most often. */
export function delimiterOf(text: string): string {
  const lines = text.split(/\r?\n/, 30).join("\n");
  let best = ",";
  let most = 0;
  for (const delimiter of [",", "\t", ";", "|"]) {
    const count = lines.split(delimiter).length - 1;
    if (count > most) {
      best = delimiter;
      most = count;
    }
  }
  return best;
}
