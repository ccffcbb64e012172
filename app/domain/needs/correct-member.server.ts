import { and, asc, eq, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, isInSubtree, scopesOf } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { impossibleAges } from "../households/household-ages.ts";
import { type FieldChange, sealedChange } from "../households/household-changes.ts";
import { householdKeeperRoles, householdReaderRoles, isEndedHousehold } from "../households/household-policy.ts";
import { lockHousehold } from "../households/lock-household.server.ts";
import type { CorrectMemberInput } from "../households/member-form.ts";
import { sealIdNumber } from "../households/seal-household.server.ts";
import { idNumberIndexField } from "../households/sealed-places.ts";
import { err, ok, type Result } from "../result.ts";
import { regionOfPerson } from "./add-member.server.ts";
import { type MadeVersion, makeVersion } from "./make-version.server.ts";

export type CorrectMemberError =
  | "not_found"
  | "household_ended"
  | "conflict"
  | "nothing_changed"
  | "head_stays_head"
  | "impossible_age"
  | "id_known"
  | "id_says_otherwise"
  | "person_on_file"
  | "person_elsewhere";

type Input = CorrectMemberInput & { householdId: string };

/**
 * Corrects a member's name or relation, or adds the ID number that was missing, with a reason: a new version that keeps what stood there before
 * (S3). Who somebody is, is a fact on which published needs stand: they wait for the county (S45); a number that only fills a gap changes
 * nothing they say. A number that is known is never replaced here: that would be another person.
 */
export async function correctMember(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: Input,
  actor: Actor,
  at: Date,
): Promise<Result<MadeVersion, CorrectMemberError>> {
  try {
    return await db.transaction((tx) => correct({ tx, sealer }, input, actor, at));
  } catch (error) {
    if (violatedConstraint(error) === "household_members_idNumberIndex_unique") return err("person_elsewhere");
    throw error;
  }
}

async function correct(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  input: Input,
  actor: Actor,
  at: Date,
): Promise<Result<MadeVersion, CorrectMemberError>> {
  const { householdId, memberId, name, relation, idNumber, reason } = input;
  const file = await lockHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
  if (!file) return err("not_found");
  if (isEndedHousehold(file.state)) return err("household_ended");
  if (file.version !== input.version) return err("conflict");
  const present = await tx
    .select()
    .from(householdMembers)
    .where(and(eq(householdMembers.householdId, householdId), isNull(householdMembers.leftOn)))
    .orderBy(asc(householdMembers.position));
  const member = present.find(({ id }) => id === memberId);
  if (!member) return err("not_found");
  const next = { ...member, name: name ?? member.name, relation: relation ?? member.relation };
  if ((member.relation === "head") !== (next.relation === "head")) return err("head_stays_head");
  const others = present.map((one) => (one.id === memberId ? next : one));
  if (next.relation !== member.relation && impossibleAges(others, dayInChina(at)).length > 0) {
    return err("impossible_age");
  }
  const changes: FieldChange[] = (["name", "relation"] as const).flatMap((field) =>
    member[field] === next[field] ? [] : [{ field, memberId, from: member[field], to: next[field] }],
  );
  if (idNumber !== null) {
    if (member.idNumberIndex !== null || member.idNumberSealed !== null) return err("id_known");
    if (idNumber.birthDate !== member.birthDate || idNumber.gender !== member.gender) return err("id_says_otherwise");
    const known = await regionOfPerson(tx, sealer.blindIndex(idNumber.number, idNumberIndexField));
    const isHere = known !== null && scopesOf(actor, householdReaderRoles).some((scope) => isInSubtree(scope, known));
    if (known !== null) return err(isHere ? "person_on_file" : "person_elsewhere");
    changes.push(sealedChange("idNumber", memberId));
  }
  if (changes.length === 0) return err("nothing_changed");
  const write = async (version: number) => {
    const headName = next.relation === "head" ? { headName: next.name } : {};
    await tx
      .update(households)
      .set({ ...headName, version, updatedAt: at })
      .where(eq(households.id, householdId));
    await tx
      .update(householdMembers)
      .set({
        name: next.name,
        relation: next.relation,
        ...(idNumber !== null && sealIdNumber(sealer, memberId, idNumber.number)),
      })
      .where(eq(householdMembers.id, memberId));
  };
  return ok(await makeVersion(tx, { file, changes, reason, event: "correct_member", write }, actor, at));
}
