import { and, asc, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import {
  householdBankAccountPlace,
  householdPhonePlace,
  memberDiagnosisPlace,
  memberGuardianPlace,
  memberIdNumberPlace,
} from "../households/sealed-places.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { listTransitionsOf } from "../transition-queries.server.ts";
import type { RevealKind } from "./reveal-form.ts";
import { revealRoles } from "./reveal-policy.ts";

/** One sealed value of a file: how the form calls it, whose it is, where it lies. */
export type SealedField = {
  /** `phone`, `bank_account`, or `id_number-2`: the member's place in the list, from 0. */
  field: string;
  kind: RevealKind;
  personName: string;
  subjectId: string;
  /** The village of the file. */
  regionCode: string;
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
    .select({
      id: households.id,
      regionCode: households.regionCode,
      headName: households.headName,
      phoneSealed: households.phoneSealed,
      bankAccountSealed: households.bankAccountSealed,
    })
    .from(households)
    .where(and(eq(households.id, householdId), inScope(households.regionCode, scopesOf(actor, revealRoles))));
  if (!household) return null;
  const members = await db
    .select({
      id: householdMembers.id,
      name: householdMembers.name,
      idNumberSealed: householdMembers.idNumberSealed,
      diagnosisSealed: householdMembers.diagnosisSealed,
      guardianSealed: householdMembers.guardianSealed,
    })
    .from(householdMembers)
    .where(eq(householdMembers.householdId, household.id))
    .orderBy(sql`${householdMembers.leftOn} is not null`, asc(householdMembers.position));
  const { id, headName, regionCode } = household;
  const whole = { personName: headName, subjectId: id, regionCode };
  const found = [
    { ...whole, kind: "phone", field: "phone", sealed: household.phoneSealed, place: householdPhonePlace(id) },
    {
      ...whole,
      kind: "bank_account",
      field: "bank_account",
      sealed: household.bankAccountSealed,
      place: householdBankAccountPlace(id),
    },
    ...members.flatMap((member, index) => {
      const own = { personName: member.name, subjectId: member.id, regionCode };
      const at = (kind: RevealKind, sealed: string | null, place: string) => ({
        ...own,
        kind,
        field: `${kind}-${index}`,
        sealed,
        place,
      });
      return [
        at("id_number", member.idNumberSealed, memberIdNumberPlace(member.id)),
        at("diagnosis", member.diagnosisSealed, memberDiagnosisPlace(member.id)),
        at("guardian", member.guardianSealed, memberGuardianPlace(member.id)),
      ];
    }),
  ] as const;
  return found.flatMap((one): SealedField[] => (one.sealed === null ? [] : [{ ...one, sealed: one.sealed }]));
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
