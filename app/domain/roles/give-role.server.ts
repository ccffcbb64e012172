import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { roleGrants, roleProposals, users } from "#db/schema/accounts.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Actor, StaffRole } from "../actor.ts";
import { addDays } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { mayGiveRole, needsSecondPerson } from "./role.ts";
import { type WriteGrantError, writeGrant } from "./write-grant.server.ts";

export type GiveRoleInput = {
  role: StaffRole;
  regionCode: string;
  email: string;
  displayName: string;
  /** The last day on which it holds (China); null: until it is taken. */
  lastDay: string | null;
  reason: string;
};
export type GiveRoleError = WriteGrantError | "not_allowed" | "unknown_place" | "already_proposed";

/**
 * Gives a role in a place below one's own, with the reason on the record (S31). What takes part in the verification is only proposed: a second
 * person of the place agrees (`approveRole`, F13). Who has no account yet gets one, and a mail with a link to a password.
 */
export async function giveRole(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: GiveRoleInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ state: "given" | "proposed"; id: string }, GiveRoleError>> {
  if (actor.kind !== "user" || !mayGiveRole(actor, input)) return err("not_allowed");
  if (actor.email === input.email) return err("own_account");
  const { lastDay, ...given } = input;
  const validTo = lastDay === null ? null : endOfDay(lastDay);
  try {
    return await db.transaction(async (tx) => {
      const [place] = await tx.select({ code: regions.code }).from(regions).where(eq(regions.code, input.regionCode));
      if (!place && input.regionCode !== "") return err("unknown_place");
      if (!needsSecondPerson(input.role)) {
        const people = { givenBy: actor.userId, approvedBy: null };
        const written = await writeGrant(tx, sealer, { ...given, validTo, ...people }, actor, at);
        return written.ok ? ok({ state: "given" as const, id: written.value.grantId }) : written;
      }
      const refusal = await refusalOfPerson(tx, input, at);
      if (refusal) return err(refusal);
      const id = newId();
      const proposal = { ...given, id, validTo, proposedBy: actor.userId, proposedAt: at };
      await tx.insert(roleProposals).values({ ...proposal, state: "proposed" });
      const change = { from: null, event: "propose", to: "proposed", reason: input.reason };
      await recordTransition(tx, at, actor, { noun: "role_proposal", subjectId: id, ...change });
      return ok({ state: "proposed" as const, id });
    });
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "role_proposals_one_open") return err("already_proposed");
    if (constraint === "role_grants_one_standing") return err("already_given");
    throw error;
  }
}

/** What the second person could only refuse is said to the first: an account that is disabled, a role that stands. */
async function refusalOfPerson(
  tx: Tx,
  { email, role, regionCode }: GiveRoleInput,
  at: Date,
): Promise<"disabled_person" | "already_given" | null> {
  const [person] = await tx
    .select({ id: users.id, isDisabled: users.isDisabled })
    .from(users)
    .where(eq(users.email, email));
  if (!person) return null;
  if (person.isDisabled) return "disabled_person";
  const standing = await tx
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .where(
      and(
        eq(roleGrants.userId, person.id),
        eq(roleGrants.role, role),
        eq(roleGrants.regionCode, regionCode),
        or(isNull(roleGrants.validTo), gt(roleGrants.validTo, at)),
      ),
    );
  return standing.length > 0 ? "already_given" : null;
}

/** Midnight in China after that day. */
function endOfDay(day: string): Date {
  return new Date(`${addDays(day, 1)}T00:00:00+08:00`);
}
