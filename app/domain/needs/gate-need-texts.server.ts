import type { DbOrTx } from "#db/client.server.ts";
import { listMemberNames } from "../households/household-queries.server.ts";
import type { Err } from "../result.ts";
import { type ForbiddenFinding, findForbidden } from "./public-text-gate.ts";

export type PublicTexts = { title: string; summary: string; story: string };
export type TextFinding = ForbiddenFinding & { readonly field: keyof PublicTexts };
/** A public text says what it must not; every finding names its field. */
export type ForbiddenText = Err<"forbidden_text"> & { readonly findings: readonly TextFinding[] };

/** Refuses texts that would make a household known (F4), or null when all three may be shown. */
export async function gateNeedTexts(
  db: DbOrTx,
  texts: PublicTexts,
  householdId: string | null,
): Promise<ForbiddenText | null> {
  const names = householdId === null ? [] : await listMemberNames(db, householdId);
  const findings = (["title", "summary", "story"] as const).flatMap((field) =>
    findForbidden(texts[field], names).map((finding) => ({ ...finding, field })),
  );
  return findings.length === 0 ? null : { ok: false, code: "forbidden_text", findings };
}
