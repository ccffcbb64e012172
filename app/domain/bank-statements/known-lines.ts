/** Which lines of a statement the account has already: uploading one twice, or two that overlap, doubles nothing (Q19). */
import type { Fen } from "../money.ts";
import type { StatementLine } from "./read-statement.ts";

/** Words that say the same line of the same bank again, by their content; hashed under a key before they are stored. */
export function contentOf(line: StatementLine): string {
  return JSON.stringify([
    line.day,
    line.time,
    String(line.amountFen),
    String(line.balanceFen),
    line.name,
    line.number,
    line.memo,
  ]);
}

/**
 * The identity of each line within its account: the bank's serial number, else its content and how many equal ones stood before it.
 * `hashOf` keeps personal data out of it.
 */
export function identitiesOf(lines: readonly StatementLine[], hashOf: (content: string) => string): string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    if (line.serial !== null) return `serial:${line.serial}`;
    const content = contentOf(line);
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    return `content:${hashOf(content)}:${occurrence}`;
  });
}

export type KnownLine = { identity: string; day: string; amountFen: Fen; balanceFen: Fen };
export type LineVerdict = "new" | "known" | "serial_taken";

/**
 * For each line whether the account has it. A bank's two exports may give one line with its serial number and once without: then the same
 * day, amount and balance are the same line. A serial number that stands for another movement is refused, never passed over.
 */
export function judgeAgainstKnown(
  lines: readonly Pick<StatementLine, "day" | "amountFen" | "balanceFen" | "serial">[],
  identities: readonly string[],
  known: readonly KnownLine[],
): LineVerdict[] {
  const byIdentity = new Map(known.map((one) => [one.identity, one]));
  const factsOf = (one: Pick<KnownLine, "day" | "amountFen" | "balanceFen">) =>
    `${one.day} ${one.amountFen} ${one.balanceFen}`;
  const isBySerial = (identity: string) => identity.startsWith("serial:");
  const inOtherForm = new Map<string, number>();
  const formOf = (identity: string, facts: string) => `${isBySerial(identity)} ${facts}`;
  const own = new Set(identities);
  for (const one of known) {
    if (own.has(one.identity)) continue;
    const key = formOf(one.identity, factsOf(one));
    inOtherForm.set(key, (inOtherForm.get(key) ?? 0) + 1);
  }
  return lines.map((line, index) => {
    const identity = identities[index] ?? "";
    const found = byIdentity.get(identity);
    if (found !== undefined) return factsOf(found) === factsOf(line) ? "known" : "serial_taken";
    const key = `${!isBySerial(identity)} ${factsOf(line)}`;
    const left = inOtherForm.get(key) ?? 0;
    if (left === 0) return "new";
    inOtherForm.set(key, left - 1);
    return "known";
  });
}
