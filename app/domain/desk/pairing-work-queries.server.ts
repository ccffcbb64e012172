import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { pairingDeeds } from "#db/schema/pairing-deeds.server.ts";
import { pairingMessages } from "#db/schema/pairing-life.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type SignedInActor, scopesOf } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { isHelpedBy, isMyStep } from "../pairings/pairing-conditions.server.ts";
import { pairingKindRows, pairingKinds } from "../pairings/pairing-kinds.ts";
import { messageRelayRoles } from "../pairings/pairing-policy.ts";
import { inScope } from "../scope.server.ts";
import { deskSize, type WorkItem, type WorkKind } from "./work-item.ts";

const deedKinds = pairingKinds.filter((kind) => pairingKindRows[kind].deedsPerYear > 0);
const named = (kind: WorkKind) => (row: Omit<WorkItem, "kind">) => ({ ...row, kind });

/** The years of `yearsOwed` in SQL: from the year it began (not its fourth quarter) to last year, this one from October on. */
function owes(today: string, isDone: SQL): SQL {
  const last = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) >= 10 ? 0 : 1);
  const began = sql`(${pairings.activatedAt} at time zone 'Asia/Shanghai')`;
  return sql`exists (select from generate_series(
    extract(year from ${began})::int + (extract(month from ${began}) >= 10)::int, ${last}::int) as owed(year) where not exists (${isDone}))`;
}

const owesReview = (today: string) =>
  owes(today, sql`select from pairing_reviews one where one.pairing_id = ${pairings.id} and one.year = owed.year`);
const owesDeed = (today: string) =>
  and(
    inArray(pairings.kind, deedKinds),
    owes(
      today,
      sql`select from pairing_deeds one where one.pairing_id = ${pairings.id} and one.year = owed.year and one.state = 'confirmed'`,
    ),
  ) ?? sql`false`;
/** A group that has fewer active members than its kind asks for (S76). */
const isGroupBelow = sql`${pairings.groupId} is not null and helper_group_size(${pairings.groupId}) < (
  select smallest_group from pairing_kinds where key = ${pairings.kind})`;

async function activeTies(db: DbOrTx, kind: WorkKind, condition: SQL | undefined): Promise<WorkItem[]> {
  const rows = await db
    .select({ id: pairings.id, title: pairings.publicCode, place: regions.shortName, since: pairings.createdAt })
    .from(pairings)
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .where(and(eq(pairings.state, "active"), condition))
    .orderBy(asc(pairings.createdAt))
    .limit(deskSize);
  return rows.map(named(kind));
}

/** Deeds that wait for the word of who consents to the kind. */
async function deedsToConfirm(db: DbOrTx, actor: SignedInActor): Promise<WorkItem[]> {
  const rows = await db
    .select({ id: pairings.id, title: pairingDeeds.title, place: regions.shortName, since: pairingDeeds.reportedAt })
    .from(pairingDeeds)
    .innerJoin(pairings, eq(pairings.id, pairingDeeds.pairingId))
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .where(and(eq(pairingDeeds.state, "reported"), isMyStep(actor, "consent")))
    .orderBy(asc(pairingDeeds.reportedAt))
    .limit(deskSize);
  return rows.map(named("deed_to_confirm"));
}

/** Without its words: a desk may be looked at over somebody's shoulder. Never the reader's own message. */
async function messagesToRelay(db: DbOrTx, actor: SignedInActor): Promise<WorkItem[]> {
  const rows = await db
    .select({ id: pairings.id, title: pairings.publicCode, place: regions.shortName, since: pairingMessages.writtenAt })
    .from(pairingMessages)
    .innerJoin(pairings, eq(pairings.id, pairingMessages.pairingId))
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .where(
      and(
        eq(pairingMessages.state, "held"),
        sql`${pairingMessages.writtenBy} <> ${actor.userId}::uuid`,
        inScope(pairings.regionCode, scopesOf(actor, messageRelayRoles)),
      ),
    )
    .orderBy(asc(pairingMessages.writtenAt))
    .limit(deskSize);
  return rows.map(named("message_to_relay"));
}

/** What of the pairings that hold waits for this member of staff (S39, S50, S76). */
export async function listPairingDues(
  db: DbOrTx,
  { actor, today }: { actor: SignedInActor; now: Date; today: string },
): Promise<WorkItem[]> {
  const mine = isMyStep(actor, "review");
  const found = await Promise.all([
    activeTies(db, "pairing_review_due", and(mine, owesReview(today))),
    activeTies(db, "deed_missing", and(mine, owesDeed(today))),
    activeTies(db, "group_below", and(mine, isGroupBelow)),
    deedsToConfirm(db, actor),
    messagesToRelay(db, actor),
  ]);
  return found.flat();
}

/** What a helper owes its ties: the deed of a year, a group that has become too small. */
export async function listHelperDues(
  db: DbOrTx,
  { actor, desk, now }: { actor: SignedInActor; desk: "own" | "organization"; now: Date },
): Promise<WorkItem[]> {
  const isDesk = desk === "own" ? eq(pairings.userId, actor.userId) : sql`${pairings.organizationId} is not null`;
  const mine = and(isHelpedBy(actor), isDesk);
  const found = await Promise.all([
    activeTies(db, "own_deed_missing", and(mine, owesDeed(dayInChina(now)))),
    activeTies(db, "own_group_below", and(mine, isGroupBelow)),
  ]);
  return found.flat();
}
