import { and, asc, eq, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, isInSubtree, scopesOf } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { impossibleAges } from "../households/household-ages.ts";
import { largestHousehold } from "../households/household-form.ts";
import { householdKeeperRoles, householdReaderRoles, isEndedHousehold } from "../households/household-policy.ts";
import { lockHousehold } from "../households/lock-household.server.ts";
import type { AddMemberInput } from "../households/member-form.ts";
import { sealDiagnosis, sealGuardian, sealIdNumber } from "../households/seal-household.server.ts";
import { idNumberIndexField } from "../households/sealed-places.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { type MadeVersion, makeVersion } from "./make-version.server.ts";

export type AddMemberError =
  | "not_found"
  | "household_ended"
  | "conflict"
  | "too_many_members"
  | "impossible_age"
  | "person_on_file"
  | "person_elsewhere";

/**
 * Somebody comes to a household on file: a new version (S3, S45). A person who is on another file is refused by the blind index (F6): in the
 * officer's own area it says so, of anywhere else no more than that the county has to be asked (S31).
 */
export async function addMember(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: AddMemberInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<MadeVersion, AddMemberError>> {
  try {
    return await db.transaction((tx) => add({ tx, sealer }, input, actor, at));
  } catch (error) {
    // Two officers at the same moment: the unique index decides.
    if (violatedConstraint(error) === "household_members_idNumberIndex_unique") return err("person_elsewhere");
    throw error;
  }
}

async function add(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  { householdId, version, member, joinReason, joinedOn, remark }: AddMemberInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<MadeVersion, AddMemberError>> {
  const file = await lockHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
  if (!file) return err("not_found");
  if (isEndedHousehold(file.state)) return err("household_ended");
  if (file.version !== version) return err("conflict");
  const present = await tx
    .select()
    .from(householdMembers)
    .where(and(eq(householdMembers.householdId, householdId), isNull(householdMembers.leftOn)))
    .orderBy(asc(householdMembers.position));
  if (present.length >= largestHousehold) return err("too_many_members");
  if (impossibleAges([...present, member], dayInChina(at)).length > 0) return err("impossible_age");
  const { idNumber, diagnosis, guardian, ...facts } = member;
  if (idNumber !== null) {
    const known = await regionOfPerson(tx, sealer.blindIndex(idNumber, idNumberIndexField));
    const isHere = known !== null && scopesOf(actor, householdReaderRoles).some((scope) => isInSubtree(scope, known));
    if (known !== null) return err(isHere ? "person_on_file" : "person_elsewhere");
  }
  const id = newId();
  const changes = [{ field: "joined" as const, memberId: id, from: "", to: `${joinReason} ${joinedOn}` }];
  const write = async (next: number) => {
    await tx.update(households).set({ version: next, updatedAt: at }).where(eq(households.id, householdId));
    await tx.insert(householdMembers).values({
      ...facts,
      id,
      householdId,
      position: (present.at(-1)?.position ?? -1) + 1,
      joinedOn,
      ...(idNumber !== null && sealIdNumber(sealer, id, idNumber)),
      ...(diagnosis !== "" && sealDiagnosis(sealer, id, diagnosis)),
      ...(guardian !== null && sealGuardian(sealer, id, guardian)),
    });
  };
  const reason = remark === "" ? joinReason : remark;
  return ok(await makeVersion(tx, { file, changes, reason, event: "add_member", write }, actor, at));
}

/** Where the person is on file, who has not left; null: nowhere. */
export async function regionOfPerson(tx: Tx, idNumberIndex: string): Promise<string | null> {
  const [row] = await tx
    .select({ regionCode: households.regionCode })
    .from(householdMembers)
    .innerJoin(households, eq(households.id, householdMembers.householdId))
    .where(eq(householdMembers.idNumberIndex, idNumberIndex));
  return row?.regionCode ?? null;
}
