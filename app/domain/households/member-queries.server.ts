import { asc, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { ageOn } from "../clock.ts";
import { isGuardianNeeded, readGuardian } from "./guardian.ts";
import { maskIdNumber, maskName, maskPhone } from "./masking.ts";
import { openUnlessErased } from "./open-sealed.server.ts";
import { memberGuardianPlace, memberIdNumberPlace } from "./sealed-places.ts";

/** The members of a file found in the reader's scope, those who have left behind the others. Of what is sealed only masks leave, of an illness only that one is written down (F8). */
export async function listMembers({ db, sealer }: { db: DbOrTx; sealer: Sealer }, householdId: string, today: string) {
  const rows = await db
    .select()
    .from(householdMembers)
    .where(eq(householdMembers.householdId, householdId))
    .orderBy(sql`${householdMembers.leftOn} is not null`, asc(householdMembers.position));
  return rows.map((row) => {
    const {
      idNumberSealed,
      idNumberIndex: _index,
      diagnosisSealed,
      guardianSealed,
      householdId: _household,
      position: _at,
      ...member
    } = row;
    const idNumber = openUnlessErased(sealer, idNumberSealed, memberIdNumberPlace(member.id));
    const guardian = openUnlessErased(sealer, guardianSealed, memberGuardianPlace(member.id));
    return {
      ...member,
      age: ageOn(member.birthDate, today),
      idNumberMasked: idNumber === null ? null : maskIdNumber(idNumber),
      hasDiagnosis: diagnosisSealed !== null && !sealer.isErased(diagnosisSealed),
      guardianMasked: guardian === null ? null : maskGuardian(guardian),
      isErased: [idNumberSealed, diagnosisSealed, guardianSealed].some((one) => one !== null && sealer.isErased(one)),
      isGuardianMissing: row.leftOn === null && guardianSealed === null && isGuardianNeeded(member, today),
    };
  });
}

function maskGuardian(text: string) {
  const { name, relation, phone } = readGuardian(text);
  return { name: maskName(name), relation, phone: phone === null ? null : maskPhone(phone) };
}
