import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { households } from "#db/schema/households.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import type { Actor } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";

/**
 * A household from another register's file enters our own chain (S2, S5) once it has signed to be registered and has a responsible person: call
 * it after either was recorded. Does nothing for any other household, or while one of the two is missing.
 */
export async function adoptImportedHousehold(tx: Tx, householdId: string, actor: Actor, at: Date): Promise<void> {
  const [signed] = await tx
    .select({ id: consents.id })
    .from(consents)
    .where(and(eq(consents.householdId, householdId), eq(consents.purpose, "register"), isNull(consents.withdrawnAt)));
  const [responsible] = await tx
    .select({ id: responsiblePersons.id })
    .from(responsiblePersons)
    .where(and(eq(responsiblePersons.householdId, householdId), isNull(responsiblePersons.toAt)));
  if (!signed || !responsible) return;
  const [moved] = await tx
    .update(households)
    .set({ state: "applied", updatedAt: at })
    .where(and(eq(households.id, householdId), eq(households.state, "imported")))
    .returning({ id: households.id });
  if (!moved) return;
  const step = { noun: "household", subjectId: householdId, from: "imported", event: "adopt", to: "applied" };
  await recordTransition(tx, at, actor, step);
}
