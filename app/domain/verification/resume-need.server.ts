import { sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { type FileRefusal, fileRefusalOf } from "../households/file-refusal-queries.server.ts";
import { gateNeedTexts } from "../needs/gate-need-texts.server.ts";
import { type CrowdError, hideInCrowd } from "../needs/hide-in-crowd.server.ts";
import { hasPublishConsent } from "../needs/publish-consent-queries.server.ts";
import { tellsWithheldField } from "../needs/withheld-words-queries.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockNeedCase, stepNeed } from "./lock-need-case.server.ts";
import { isRoleGiver } from "./role-giver-queries.server.ts";
import { approverRoles, mayApproveAsSecondPerson } from "./verification-policy.ts";

export type ResumeNeedError =
  | "not_found"
  | "conflict"
  | "same_person"
  | "role_giver"
  | FileRefusal
  | "publish_consent_missing"
  | "withheld_words"
  | "forbidden_text"
  | "money_frozen"
  | CrowdError;

/**
 * Puts a suspended need back on the public pages after the county has compared it with the register anew (S45): the page then says
 * "verified against the register on" that day. Without a standing consent, or with words that tell of what the household has taken back, it
 * stays away (F11), and so it does where the changed facts would single the household out (D4); otherwise it is returned.
 */
export async function resumeNeed(
  db: Db,
  input: { needId: string; reason: string; publicCauses?: readonly string[] | null },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ResumeNeedError>> {
  return db.transaction(async (tx) => {
    const need = await lockNeedCase(tx, { needId: input.needId, actor, roles: approverRoles });
    if (!need) return err("not_found");
    if (need.state !== "suspended") return err("conflict");
    if (!mayApproveAsSecondPerson(actor, need)) return err("same_person");
    if (await isRoleGiver(tx, actor, need)) return err("role_giver");
    if (await isFrozen(tx, need.id)) return err("money_frozen");
    if (await gateNeedTexts(tx, need, need.householdId)) return err("forbidden_text");
    const { householdId } = need;
    const fileRefusal = householdId === null ? null : await fileRefusalOf(tx, householdId);
    if (fileRefusal !== null) return err(fileRefusal);
    if (!(await hasPublishConsent(tx, { needId: need.id, at }))) return err("publish_consent_missing");
    if (await tellsWithheldField(tx, need)) return err("withheld_words");
    const hiding = { householdId: householdId ?? "", publicCauses: input.publicCauses ?? null };
    const exposed = householdId === null ? null : await hideInCrowd(tx, hiding, actor, at);
    if (exposed) return err(exposed);
    const step = { event: "resume", changes: { registerVerifiedOn: dayInChina(at) }, reason: input.reason } as const;
    return (await stepNeed(tx, need, step, actor, at)) ? ok() : err("conflict");
  });
}

/** A serious complaint holds the need back until another person has lifted its freeze (S121). */
async function isFrozen(tx: Tx, needId: string): Promise<boolean> {
  const [row] = await tx.execute<{ frozen: boolean }>(sql`select is_frozen_need(${needId}::uuid) as frozen`);
  return row?.frozen === true;
}
