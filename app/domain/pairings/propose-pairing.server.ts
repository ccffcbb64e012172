import { and, count, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { helperGroups } from "#db/schema/helper-groups.server.ts";
import { households } from "#db/schema/households.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, hasRoleFor, membershipOf } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { isPublicCode } from "../ids.ts";
import { getPublicHousehold } from "../needs/public-household-queries.server.ts";
import { isRegionCode } from "../regions/region.ts";
import { err, ok, type Result } from "../result.ts";
import { type PairingKind, pairingKindRows } from "./pairing-kinds.ts";
import { startPairing } from "./start-pairing.server.ts";

export type ProposePairingInput = {
  kind: PairingKind;
  /** A village's or town's code, a household's public code (of staff also its register number), or the partner organization's id. */
  target: string;
  organizationId: string | null;
  groupId: string | null;
  /** Of a tie that staff propose: the account of the person in office. */
  personEmail: string | null;
  promise: string;
  years: string;
  statement: string;
};

export type ProposePairingError =
  | "not_found"
  | "not_verified"
  | "not_fit"
  | "unknown_person"
  | "household_paired"
  | "already_proposed";

type Target = { regionCode: string; householdId: string | null; partnerOrganizationId: string | null };
type Helper = { organizationId: string | null; userId: string | null; groupId: string | null };

/**
 * Proposes a tie of any kind, as its row says: by the helper, or by staff of the place for people in office (S24, S25, S29, S39, S72, S76,
 * S78, S80). Who is not what the kind asks for is told at once; the last word on that and on how many is the database's when it becomes active.
 */
export async function proposePairing(
  db: Db,
  input: ProposePairingInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ pairingId: string }, ProposePairingError>> {
  const { kind, promise, years, statement } = input;
  const row = pairingKindRows[kind];
  if (actor.kind !== "user" || row.isInRegister) return err("not_found");
  // What the public may see of a household decides whether a helper can find it; asked before the transaction, it changes nothing.
  const isFindable =
    row.target !== "household" || row.proposer === "staff" || (await getPublicHousehold(db, input.target));
  if (!isFindable) return err("not_found");
  try {
    return await db.transaction(async (tx) => {
      const target = await findTarget(tx, input);
      if (target === null) return err("not_found");
      if (row.proposer === "staff" && !hasRoleFor(actor, row.checkers, target.regionCode)) return err("not_found");
      const helper = await findHelper(tx, input, actor);
      if (!helper.ok) return helper;
      if (row.perTarget === 1 && (await isTaken(tx, kind, target))) return err("household_paired");
      if (!(await isFit(tx, kind, helper.value, target, at))) return err("not_fit");
      const facts = { kind, ...helper.value, ...target, promise, years, statement };
      return ok({ pairingId: await startPairing(tx, facts, actor, at) });
    });
  } catch (error) {
    if (violatedConstraint(error) === "pairings_one_live") return err("already_proposed");
    throw error;
  }
}

async function findTarget(tx: Tx, { kind, target, organizationId }: ProposePairingInput): Promise<Target | null> {
  const none = { householdId: null, partnerOrganizationId: null };
  const row = pairingKindRows[kind];
  if (row.target === "household") {
    const byNumber = row.proposer === "staff" ? eq(households.registerNumber, target) : sql`false`;
    const byCode = isPublicCode(target) ? eq(households.publicCode, target) : byNumber;
    const [found] = await tx
      .select({ id: households.id, regionCode: households.regionCode })
      .from(households)
      .where(and(byCode, sql`${households.state} in ('active', 'exit_proposed', 'exit_noticed', 'exited')`));
    return found ? { ...none, regionCode: found.regionCode, householdId: found.id } : null;
  }
  if (row.target === "organization") {
    const [found] = await tx
      .select({ id: organizations.id, regionCode: organizations.regionCode })
      .from(organizations)
      .where(and(sql`${organizations.id}::text = ${target}`, eq(organizations.state, "verified")));
    return found && found.id !== organizationId
      ? { ...none, regionCode: found.regionCode, partnerOrganizationId: found.id }
      : null;
  }
  if (!isRegionCode(target) || target.length !== (row.target === "town" ? 9 : 12)) return null;
  const [found] = await tx.select({ regionCode: regions.code }).from(regions).where(eq(regions.code, target));
  return found ? { ...none, regionCode: found.regionCode } : null;
}

async function findHelper(
  tx: Tx,
  { kind, organizationId, groupId, personEmail }: ProposePairingInput,
  actor: Actor & { kind: "user" },
): Promise<Result<Helper, ProposePairingError>> {
  const row = pairingKindRows[kind];
  if (row.proposer === "staff") {
    const [person] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.email, (personEmail ?? "").toLowerCase()), eq(users.isDisabled, false)));
    return person ? ok({ userId: person.id, organizationId: null, groupId: null }) : err("unknown_person");
  }
  if (row.helper === "person") return ok({ userId: actor.userId, organizationId: null, groupId: null });
  const [group] =
    row.helper === "group"
      ? await tx
          .select()
          .from(helperGroups)
          .where(sql`${helperGroups.id}::text = ${groupId ?? ""}`)
      : [undefined];
  if (row.helper === "group" && group === undefined) return err("not_found");
  const membership = membershipOf(actor, group?.organizationId ?? organizationId ?? "");
  if (membership === undefined) return err("not_found");
  if (!membership.isVerified) return err("not_verified");
  return ok({ userId: null, organizationId: membership.organizationId, groupId: group?.id ?? null });
}

async function isTaken(tx: Tx, kind: PairingKind, target: Target): Promise<boolean> {
  const key = target.householdId ?? target.partnerOrganizationId ?? target.regionCode;
  const [row] = await tx
    .select({ count: count() })
    .from(pairings)
    .where(
      and(
        eq(pairings.targetKey, key),
        eq(pairings.state, "active"),
        sql`${pairings.kind} in (select key from pairing_kinds where slot = ${pairingKindRows[kind].slot})`,
      ),
    );
  return (row?.count ?? 0) > 0;
}

async function isFit(tx: Tx, kind: PairingKind, helper: Helper, target: Target, at: Date): Promise<boolean> {
  const { fitness, target: side } = pairingKindRows[kind];
  const moment = at.toISOString();
  const [row] = await tx.execute<{ fits: boolean }>(sql`
    select pairing_helper_fits(${fitness}, ${helper.userId}::uuid, ${helper.organizationId}::uuid, ${moment}::timestamptz)
      and (${side !== "organization"} or pairing_helper_fits(${fitness}, null, ${target.partnerOrganizationId}::uuid, ${moment}::timestamptz)) as fits`);
  return row?.fits === true;
}
