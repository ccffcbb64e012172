import { and, eq, inArray } from "drizzle-orm";
import type { DbOrTx, Tx } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { RegisterHouseholdInput } from "./household-form.ts";
import type { RegisterHouseholdError } from "./register-household.server.ts";
import { isResponsibleCandidate } from "./responsible-person-queries.server.ts";
import { bankAccountIndexField } from "./sealed-places.ts";

type Indexed = { readonly idNumberIndex?: string | null };

/** Why a household cannot be registered as typed, as far as the register knows before it is written. */
export async function refusalOf(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  input: RegisterHouseholdInput,
  members: readonly Indexed[],
  at: Date,
): Promise<RegisterHouseholdError | undefined> {
  const village = await tx
    .select({ code: regions.code })
    .from(regions)
    .where(and(eq(regions.code, input.regionCode), eq(regions.level, "village")));
  if (village.length === 0) return "unknown_village";
  if (await isRegisterNumberTaken(tx, input.registerNumber)) return "register_number_taken";
  if (await isAnyPersonOnFile(tx, members)) return "person_on_file";
  if (await isAccountOnFile({ tx, sealer }, input.bankAccount)) return "account_on_file";
  const candidate = { userId: input.responsibleUserId, regionCode: input.regionCode, at };
  return (await isResponsibleCandidate(tx, candidate)) ? undefined : "not_responsible_candidate";
}

async function isRegisterNumberTaken(tx: DbOrTx, registerNumber: string): Promise<boolean> {
  const rows = await tx
    .select({ id: households.id })
    .from(households)
    .where(eq(households.registerNumber, registerNumber));
  return rows.length > 0;
}

async function isAnyPersonOnFile(tx: DbOrTx, members: readonly Indexed[]): Promise<boolean> {
  const indexes = members.flatMap((member) => member.idNumberIndex ?? []);
  if (indexes.length === 0) return false;
  const rows = await tx
    .select({ id: householdMembers.id })
    .from(householdMembers)
    .where(inArray(householdMembers.idNumberIndex, indexes))
    .limit(1);
  return rows.length > 0;
}

async function isAccountOnFile(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  account: string | undefined,
): Promise<boolean> {
  if (account === undefined) return false;
  const bankAccountIndex = sealer.blindIndex(account, bankAccountIndexField);
  const found = eq(households.bankAccountIndex, bankAccountIndex);
  return (await tx.select({ id: households.id }).from(households).where(found)).length > 0;
}
