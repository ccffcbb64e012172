import type { SettingKeyName } from "../place-rules/setting-keys.ts";

/**
 * How long what is sealed in a record is kept after the record is over (F12, L29: as short as its purpose allows). The days are a rule of the
 * place, with date and source; where nobody has set one nothing falls due by itself.
 */
export const erasureKinds = ["household", "complaint", "objection"] as const;
export type ErasureKind = (typeof erasureKinds)[number];

export const retentionKeys = {
  household: "retention.householdDays",
  complaint: "retention.complaintContactDays",
  objection: "retention.objectionContactDays",
} as const satisfies Readonly<Record<ErasureKind, SettingKeyName>>;

/** A record as a form names it: `complaint:<id>`. */
export type RecordName = { readonly kind: ErasureKind; readonly id: string };

export function recordNameOf({ kind, id }: RecordName): string {
  return `${kind}:${id}`;
}

/** Null for what names no record. */
export function readRecordName(text: string): RecordName | null {
  const [word, id = "", ...more] = text.split(":");
  const kind = erasureKinds.find((one) => one === word);
  return kind === undefined || id === "" || more.length > 0 ? null : { kind, id };
}
