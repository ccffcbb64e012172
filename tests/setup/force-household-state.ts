import type { HouseholdState } from "#app/domain/households/household.ts";
import type { TestDatabase } from "./database.ts";

/** Puts a file into a state past the steps PostgreSQL asks for: for tests of what comes after, not of the way there. */
export async function forceHouseholdState(
  { sql }: Pick<TestDatabase, "sql">,
  householdId: string,
  state: HouseholdState,
): Promise<void> {
  await sql.begin(async (owner) => {
    await owner`set local session_replication_role = replica`;
    await owner`update households set state = ${state} where id = ${householdId}`;
  });
}
