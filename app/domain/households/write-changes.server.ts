import { and, asc, eq, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type FieldChange, fileChanges, memberChanges, sealedChange } from "./household-changes.ts";
import type { ChangeHouseholdInput } from "./household-form.ts";
import { sealBankAccount, sealDiagnosis, sealGuardian, sealPhone } from "./seal-household.server.ts";

type Change = ChangeHouseholdInput & { householdId: string };

/** What of a file differs from what was typed. Sealed fields left empty are as they were. */
export async function changesOf(tx: Tx, input: Change): Promise<FieldChange[]> {
  const [before] = await tx.select().from(households).where(eq(households.id, input.householdId));
  const members = await tx
    .select()
    .from(householdMembers)
    .where(and(eq(householdMembers.householdId, input.householdId), isNull(householdMembers.leftOn)))
    .orderBy(asc(householdMembers.position));
  if (!before) return [];
  const ofMembers = members.flatMap((old) => {
    const typed = input.members.find((member) => member.id === old.id);
    if (typed === undefined) return [];
    return [
      ...memberChanges(old, typed),
      ...(typed.diagnosis === "" ? [] : [sealedChange("diagnosis", old.id)]),
      ...(typed.guardian === null ? [] : [sealedChange("guardian", old.id)]),
    ];
  });
  const sealed = [
    ...(input.phone === null ? [] : [sealedChange("phone", null)]),
    ...(input.bankAccount === undefined ? [] : [sealedChange("bankAccount", null)]),
  ];
  return [...fileChanges(before, { ...input, groupName: input.groupName || null }), ...sealed, ...ofMembers];
}

/** Members of this household only are written: an id of another household finds nothing. */
export async function writeFile(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  { householdId, members, phone, bankAccount, bankName, groupName, causes, strengths, circumstances }: Change,
  version: number,
  at: Date,
): Promise<void> {
  const sealed = {
    ...(phone !== null && sealPhone(sealer, householdId, phone)),
    ...(bankAccount !== undefined && sealBankAccount(sealer, householdId, bankAccount, bankName)),
  };
  await tx
    .update(households)
    .set({ causes, strengths, circumstances, groupName: groupName || null, ...sealed, version, updatedAt: at })
    .where(eq(households.id, householdId));
  for (const { id, diagnosis, guardian, ...facts } of members) {
    const ofMember = {
      ...facts,
      ...(diagnosis !== "" && sealDiagnosis(sealer, id, diagnosis)),
      ...(guardian !== null && sealGuardian(sealer, id, guardian)),
    };
    await tx
      .update(householdMembers)
      .set(ofMember)
      .where(
        and(
          eq(householdMembers.id, id),
          eq(householdMembers.householdId, householdId),
          isNull(householdMembers.leftOn),
        ),
      );
  }
}
