import { and, asc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { householdPhonePlace, memberIdNumberPlace } from "../households/sealed-places.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { listTransitionsOf } from "../transition-queries.server.ts";
import { revealRoles } from "./reveal-policy.ts";

/** One sealed value of a file: how the form calls it, whose it is, where it lies. */
export type SealedField = {
  /** `phone`, or `id_number-2`: the member's place in the list, from 0. */
  field: string;
  kind: "phone" | "id_number";
  personName: string;
  subjectId: string;
  sealed: string;
  place: string;
};

/** The sealed fields of a file in the subtrees where the actor works on cases; null: there is no such file for them. */
export async function listSealedFields(
  db: DbOrTx,
  { householdId, actor }: { householdId: string; actor: Actor },
): Promise<SealedField[] | null> {
  if (!isId(householdId)) return null;
  const [household] = await db
    .select({ id: households.id, headName: households.headName, phoneSealed: households.phoneSealed })
    .from(households)
    .where(and(eq(households.id, householdId), inScope(households.regionCode, scopesOf(actor, revealRoles))));
  if (!household) return null;
  const members = await db
    .select({
      id: householdMembers.id,
      name: householdMembers.name,
      sealed: householdMembers.idNumberSealed,
    })
    .from(householdMembers)
    .where(eq(householdMembers.householdId, household.id))
    .orderBy(asc(householdMembers.position));
  const { id, headName: personName, phoneSealed } = household;
  const phone: SealedField[] =
    phoneSealed === null
      ? []
      : [
          {
            field: "phone",
            kind: "phone",
            personName,
            subjectId: id,
            sealed: phoneSealed,
            place: householdPhonePlace(id),
          },
        ];
  const numbers = members.flatMap((member, index): SealedField[] =>
    member.sealed === null
      ? []
      : [
          {
            field: `id_number-${index}`,
            kind: "id_number",
            personName: member.name,
            subjectId: member.id,
            sealed: member.sealed,
            place: memberIdNumberPlace(member.id),
          },
        ],
  );
  return [...phone, ...numbers];
}

/** Who has had which of these shown, when and why. Ask with fields found in the reader's scope. */
export async function listReveals(db: DbOrTx, fields: readonly SealedField[]) {
  const subjectIds = fields.map((field) => field.subjectId);
  if (subjectIds.length === 0) return [];
  const steps = await listTransitionsOf(db, { nouns: ["field_reveal"], subjectIds });
  return steps.reverse().map(({ id, subjectId, toState, reason, actorName, at }) => {
    const field = fields.find((one) => one.subjectId === subjectId && one.kind === toState);
    return { id, kind: field?.kind ?? null, personName: field?.personName ?? "", reason, actorName, at };
  });
}
