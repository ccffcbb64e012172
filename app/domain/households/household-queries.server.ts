import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { listTransitionsOf } from "../transition-queries.server.ts";
import type { ConsentPurpose } from "./household.ts";
import { householdReaderRoles } from "./household-policy.ts";
import { maskBankAccount, maskPhone } from "./masking.ts";
import { listMembers } from "./member-queries.server.ts";
import { openUnlessErased } from "./open-sealed.server.ts";
import { householdBankAccountPlace, householdPhonePlace } from "./sealed-places.ts";

/** The whole file for staff of the subtree, or null. What is sealed leaves this function masked only (F8). */
export async function getHouseholdFile(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { householdId, actor, at }: { householdId: string; actor: Actor; at: Date },
) {
  if (!isId(householdId)) return null;
  const [household] = await db
    .select({
      id: households.id,
      publicCode: households.publicCode,
      registerNumber: households.registerNumber,
      regionCode: households.regionCode,
      villageName: regions.shortName,
      headName: households.headName,
      phoneSealed: households.phoneSealed,
      bankAccountSealed: households.bankAccountSealed,
      bankName: households.bankName,
      groupName: households.groupName,
      state: households.state,
      programme: households.programme,
      programmeFrom: households.programmeFrom,
      programmeTo: households.programmeTo,
      isFocus: households.isFocus,
      causes: households.causes,
      circumstances: households.circumstances,
      strengths: households.strengths,
      version: households.version,
      effectiveFrom: households.effectiveFrom,
      helpUntil: households.helpUntil,
      createdAt: households.createdAt,
    })
    .from(households)
    .innerJoin(regions, eq(regions.code, households.regionCode))
    .where(and(eq(households.id, householdId), inScope(households.regionCode, scopesOf(actor, householdReaderRoles))));
  if (!household) return null;
  const [everybody, given, responsible] = await Promise.all([
    listMembers({ db, sealer }, householdId, dayInChina(at)),
    listConsents(db, householdId),
    listResponsibleHistory(db, householdId),
  ]);
  const { phoneSealed, bankAccountSealed, ...facts } = household;
  const phone = openUnlessErased(sealer, phoneSealed, householdPhonePlace(householdId));
  const isErased = (sealed: string | null) => sealed !== null && sealer.isErased(sealed);
  const account = openUnlessErased(sealer, bankAccountSealed, householdBankAccountPlace(householdId));
  return {
    ...facts,
    phoneMasked: phone === null ? null : maskPhone(phone),
    bankAccountMasked: account === null ? null : maskBankAccount(account),
    isErased: isErased(phoneSealed) || isErased(bankAccountSealed) || everybody.some((member) => member.isErased),
    members: everybody.filter(({ leftOn }) => leftOn === null),
    formerMembers: everybody.filter(({ leftOn }) => leftOn !== null),
    consents: given,
    responsible,
  };
}
export type HouseholdFile = NonNullable<Awaited<ReturnType<typeof getHouseholdFile>>>;

/** Every step of the file and every logged change of its causes and members (S10). Ask with a file found in the reader's scope. */
export function listFileHistory(db: DbOrTx, file: HouseholdFile) {
  return listTransitionsOf(db, {
    nouns: ["household", "household_causes", "household_member"],
    subjectIds: [file.id, ...[...file.members, ...file.formerMembers].map((member) => member.id)],
  });
}

function listConsents(db: DbOrTx, householdId: string) {
  return db
    .select({
      id: consents.id,
      purpose: consents.purpose,
      version: consents.version,
      fields: consents.fields,
      evidenceFileId: consents.evidenceFileId,
      textVersion: consents.textVersion,
      signedByName: consents.signedByName,
      isGuardian: consents.isGuardian,
      method: consents.method,
      recordedByName: users.displayName,
      givenAt: consents.givenAt,
      withdrawnAt: consents.withdrawnAt,
    })
    .from(consents)
    .leftJoin(users, eq(users.id, consents.recordedBy))
    .where(eq(consents.householdId, householdId))
    .orderBy(asc(consents.givenAt), asc(consents.purpose), asc(consents.version));
}

function listResponsibleHistory(db: DbOrTx, householdId: string) {
  return db
    .select({
      id: responsiblePersons.id,
      userId: responsiblePersons.userId,
      displayName: users.displayName,
      fromAt: responsiblePersons.fromAt,
      toAt: responsiblePersons.toAt,
      handOverNote: responsiblePersons.handOverNote,
    })
    .from(responsiblePersons)
    .innerJoin(users, eq(users.id, responsiblePersons.userId))
    .where(eq(responsiblePersons.householdId, householdId))
    .orderBy(desc(responsiblePersons.fromAt));
}

/** Names on the file, those who have left among them, for the gate of public texts. */
export async function listMemberNames(db: DbOrTx, householdId: string): Promise<string[]> {
  const rows = await db
    .select({ name: householdMembers.name })
    .from(householdMembers)
    .where(eq(householdMembers.householdId, householdId));
  return rows.map((row) => row.name);
}

/** Whether a consent for each of the purposes stands now. */
export async function hasStandingConsents(
  db: DbOrTx,
  { householdId, purposes }: { householdId: string; purposes: readonly ConsentPurpose[] },
): Promise<boolean> {
  const rows = await db
    .select({ purpose: consents.purpose })
    .from(consents)
    .where(
      and(
        eq(consents.householdId, householdId),
        inArray(consents.purpose, [...purposes]),
        isNull(consents.withdrawnAt),
      ),
    );
  return new Set(rows.map((row) => row.purpose)).size === new Set(purposes).size;
}

/** The little that the need form shows of a household, in the subtrees where the actor holds one of the roles; else null. */
export async function getHouseholdHeader(
  db: DbOrTx,
  { householdId, actor, roles }: { householdId: string; actor: Actor; roles: readonly StaffRole[] },
) {
  if (!isId(householdId)) return null;
  const [row] = await db
    .select({
      headName: households.headName,
      regionCode: households.regionCode,
      villageName: regions.shortName,
      causes: households.causes,
    })
    .from(households)
    .innerJoin(regions, eq(regions.code, households.regionCode))
    .where(and(eq(households.id, householdId), inScope(households.regionCode, scopesOf(actor, roles))));
  return row ?? null;
}
