import { and, asc, count, desc, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { complaintFiles, complaints } from "#db/schema/complaints.server.ts";
import { funds } from "#db/schema/funds.server.ts";
import { households } from "#db/schema/households.server.ts";
import { moneyFreezes } from "#db/schema/money-freezes.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId, hasRoleFor, type StaffRole, scopesOf } from "../actor.ts";
import { openUnlessErased } from "../households/open-sealed.server.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { type ComplaintQueue, complaintQueues, openComplaintStates, unansweredStates } from "./complaint.ts";
import { complaintHandlerRoles, complaintReaderRoles } from "./complaint-policy.ts";
import { complaintContactPlace, complaintEmailPlace } from "./sealed-places.ts";

/** Complaints of the actor's subtree that are not about the actor: what is about somebody is not there for them (S121). */
export function complaintsOf(actor: Actor, roles: readonly StaffRole[]): SQL {
  const userId = actorUserId(actor);
  if (userId === null) return sql`false`;
  const isOther = sql`not is_part_of_complaint(${complaints.id}, ${userId}::uuid)`;
  return and(inScope(complaints.regionCode, scopesOf(actor, roles)), isOther) ?? sql`false`;
}

const freezesMoney = sql<boolean>`exists (select from ${moneyFreezes} where ${eq(moneyFreezes.complaintId, complaints.id)} and ${moneyFreezes.liftedAt} is null)`;

function queued(queue: ComplaintQueue, today: string): SQL | undefined {
  const isUnanswered = inArray(complaints.state, [...unansweredStates]);
  const condition: Readonly<Record<ComplaintQueue, SQL | undefined>> = {
    overdue: and(isUnanswered, lt(complaints.dueOn, today)),
    waiting: isUnanswered,
    frozen: freezesMoney,
    answered: inArray(complaints.state, ["answered", "transferred"]),
    all: undefined,
  };
  return condition[queue];
}

type ListParams = { queue: ComplaintQueue; actor: Actor; today: string };

/** One queue of the reader's subtree; the open ones first, of these the one due first. */
export function listComplaints(db: DbOrTx, { queue, actor, today }: ListParams) {
  return db
    .select({
      id: complaints.id,
      caseNumber: complaints.caseNumber,
      kind: complaints.kind,
      state: complaints.state,
      isSerious: complaints.isSerious,
      freezesMoney,
      regionName: regions.shortName,
      receivedAt: complaints.receivedAt,
      dueOn: complaints.dueOn,
    })
    .from(complaints)
    .leftJoin(regions, eq(regions.code, complaints.regionCode))
    .where(and(complaintsOf(actor, complaintReaderRoles), queued(queue, today)))
    .orderBy(
      sql`not ${inArray(complaints.state, [...openComplaintStates])}`,
      asc(complaints.dueOn),
      desc(complaints.receivedAt),
      asc(complaints.id),
    )
    .limit(200);
}
export type ComplaintItem = Awaited<ReturnType<typeof listComplaints>>[number];

export async function countComplaints(
  db: DbOrTx,
  { actor, today }: Omit<ListParams, "queue">,
): Promise<Record<ComplaintQueue, number>> {
  const counted = { overdue: 0, waiting: 0, frozen: 0, answered: 0, all: 0 };
  for (const queue of complaintQueues) {
    const where = and(complaintsOf(actor, complaintReaderRoles), queued(queue, today));
    const [row] = await db.select({ count: count() }).from(complaints).where(where);
    counted[queue] = row?.count ?? 0;
  }
  return counted;
}

/**
 * One complaint with its words and pictures, or null where it lies elsewhere or is about the reader. How to reach the person is opened
 * only for those who may answer; supervisors and auditors read that there is a way.
 */
export async function getComplaint(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { complaintId, actor }: { complaintId: string; actor: Actor },
) {
  if (!isId(complaintId)) return null;
  const [row] = await db
    .select({
      complaint: complaints,
      regionName: regions.shortName,
      needTitle: needs.title,
      needCode: needs.publicCode,
      householdCode: households.publicCode,
      organizationName: organizations.name,
      organizationKind: organizations.kind,
      fundName: funds.name,
    })
    .from(complaints)
    .leftJoin(regions, eq(regions.code, complaints.regionCode))
    .leftJoin(needs, eq(needs.id, complaints.needId))
    .leftJoin(households, eq(households.id, complaints.householdId))
    .leftJoin(organizations, eq(organizations.id, complaints.organizationId))
    .leftJoin(funds, eq(funds.id, complaints.fundId))
    .where(and(eq(complaints.id, complaintId), complaintsOf(actor, complaintReaderRoles)));
  if (!row) return null;
  const { codeHash: _, contactSealed, emailSealed, ...complaint } = row.complaint;
  const mayHandle = hasRoleFor(actor, complaintHandlerRoles, complaint.regionCode);
  const open = (sealed: string | null, place: string) => (mayHandle ? openUnlessErased(sealer, sealed, place) : null);
  return {
    ...complaint,
    regionName: row.regionName,
    subject: row.needTitle ?? row.householdCode ?? row.organizationName ?? row.fundName,
    touchesMoney:
      complaint.needId !== null ||
      complaint.householdId !== null ||
      complaint.fundId !== null ||
      row.organizationKind === "charity",
    mayHandle,
    hasContact: contactSealed !== null || emailSealed !== null,
    isContactErased: [contactSealed, emailSealed].some((sealed) => sealed !== null && sealer.isErased(sealed)),
    contact: open(contactSealed, complaintContactPlace(complaint.id)),
    email: open(emailSealed, complaintEmailPlace(complaint.id)),
    pictures: (
      await db
        .select({ id: complaintFiles.fileId })
        .from(complaintFiles)
        .where(eq(complaintFiles.complaintId, complaint.id))
    ).map(({ id }) => id),
    freezes: await listFreezes(db, complaint.id),
  };
}
export type StaffComplaint = NonNullable<Awaited<ReturnType<typeof getComplaint>>>;

function listFreezes(db: DbOrTx, complaintId: string) {
  return db
    .select({
      id: moneyFreezes.id,
      subject: sql<string>`coalesce(${needs.title}, ${households.publicCode}, ${organizations.name}, ${funds.name}, '')`,
      reason: moneyFreezes.reason,
      frozenBy: moneyFreezes.frozenBy,
      frozenByName: users.displayName,
      frozenAt: moneyFreezes.frozenAt,
      liftReason: moneyFreezes.liftReason,
      liftedAt: moneyFreezes.liftedAt,
    })
    .from(moneyFreezes)
    .innerJoin(users, eq(users.id, moneyFreezes.frozenBy))
    .leftJoin(needs, eq(needs.id, moneyFreezes.needId))
    .leftJoin(households, eq(households.id, moneyFreezes.householdId))
    .leftJoin(organizations, eq(organizations.id, moneyFreezes.charityId))
    .leftJoin(funds, eq(funds.id, moneyFreezes.fundId))
    .where(eq(moneyFreezes.complaintId, complaintId))
    .orderBy(asc(moneyFreezes.frozenAt));
}

/** Staff whose post covers the place, to name whom a complaint is about. Names and posts only. */
export function listStaffOfPlace(db: DbOrTx, { regionCode }: { regionCode: string }) {
  return db.execute<{ id: string; name: string; role: string }>(sql`
    select distinct on (users.display_name, users.id) users.id, users.display_name as name, grants.role
    from role_grants grants join users on users.id = grants.user_id
    where ${regionCode} like grants.region_code || '%' and grants.role not in ('platform_admin')
    order by users.display_name, users.id limit 200`);
}
