import { and, asc, eq, inArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type SignedInActor, type StaffRole, scopesOf } from "../actor.ts";
import { organizationReviewerRoles } from "../organizations/organization-policy.ts";
import type { PairingState } from "../pairings/pairing.ts";
import { isMyStep } from "../pairings/pairing-conditions.server.ts";
import type { StaffPairingEvent } from "../pairings/pairing-policy.ts";
import type { PledgeState } from "../pledges/pledge.ts";
import { pledgeCheckerRoles, pledgeVillageRoles } from "../pledges/pledge-policy.ts";
import { inScope } from "../scope.server.ts";
import { deskSize, type WorkItem, type WorkKind } from "./work-item.ts";

export type StaffWorkArgs = { actor: SignedInActor; now: Date; today: string };
export type StaffWorkSource = (db: DbOrTx, args: StaffWorkArgs) => Promise<WorkItem[]>;
type Source = StaffWorkSource;

export const named = (kind: WorkKind) => (row: Omit<WorkItem, "kind">) => ({ ...row, kind });

const organizationsToReview: Source = async (db, { actor }) => {
  const rows = await db
    .select({
      id: organizations.id,
      title: organizations.name,
      place: regions.shortName,
      since: organizations.createdAt,
    })
    .from(organizations)
    .leftJoin(regions, eq(regions.code, organizations.regionCode))
    .where(
      and(
        eq(organizations.state, "registered"),
        inScope(organizations.regionCode, scopesOf(actor, organizationReviewerRoles)),
      ),
    )
    .orderBy(asc(organizations.createdAt))
    .limit(deskSize);
  return rows.map(named("organization"));
};

function pairingsIn(kind: WorkKind, state: PairingState, event: StaffPairingEvent): Source {
  return async (db, { actor }) => {
    const rows = await db
      .select({ id: pairings.id, title: pairings.publicCode, place: regions.shortName, since: pairings.createdAt })
      .from(pairings)
      .innerJoin(regions, eq(regions.code, pairings.regionCode))
      .where(and(eq(pairings.state, state), isMyStep(actor, event)))
      .orderBy(asc(pairings.createdAt))
      .limit(deskSize);
    return rows.map(named(kind));
  };
}

function pledgesIn(kind: WorkKind, states: readonly PledgeState[], roles: readonly StaffRole[]): Source {
  return async (db, { actor }) => {
    const rows = await db
      .select({ id: pledges.id, title: needs.title, place: regions.shortName, since: pledges.updatedAt })
      .from(pledges)
      .innerJoin(needs, eq(needs.id, pledges.needId))
      .innerJoin(regions, eq(regions.code, needs.regionCode))
      .where(and(inArray(pledges.state, [...states]), inScope(needs.regionCode, scopesOf(actor, roles))))
      .orderBy(asc(pledges.updatedAt))
      .limit(deskSize);
    return rows.map(named(kind));
  };
}

/** What staff owe those who help: organizations, pairings and pledges, a line for each step. */
export const staffHelpingSources: readonly Source[] = [
  organizationsToReview,
  pairingsIn("pairing_proposed", "proposed", "check_identity"),
  pairingsIn("pairing_identity_checked", "identity_checked", "consent"),
  pairingsIn("pairing_agreed", "agreed", "activate"),
  pledgesIn("pledge_pledged", ["pledged"], pledgeVillageRoles),
  pledgesIn("pledge_accepted", ["accepted", "overdue"], pledgeVillageRoles),
  pledgesIn("pledge_received", ["received"], pledgeCheckerRoles),
  pledgesIn("pledge_checked", ["checked"], pledgeVillageRoles),
  pledgesIn("pledge_delivered", ["delivered"], pledgeVillageRoles),
];
