import { and, asc, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import { listTransitions } from "../transition-queries.server.ts";

/** The intents an actor may see as their helper: the own ones and those of the own organizations. */
function ownedBy(actor: Actor): SQL {
  if (actor.kind !== "user") return sql`false`;
  const organizationIds = actor.memberships.map(({ organizationId }) => organizationId);
  return (
    or(
      eq(intents.userId, actor.userId),
      organizationIds.length > 0 ? inArray(intents.organizationId, organizationIds) : undefined,
    ) ?? sql`false`
  );
}

const fields = {
  id: intents.id,
  publicCode: intents.publicCode,
  helperKind: intents.helperKind,
  userId: intents.userId,
  organizationId: intents.organizationId,
  organizationName: organizations.name,
  what: intents.what,
  amountFen: intents.amountFen,
  quantity: intents.quantity,
  itemName: intents.itemName,
  mostNeeds: intents.mostNeeds,
  takenNeeds: intents.takenNeeds,
  regionCodes: intents.regionCodes,
  homeCode: intents.homeCode,
  categories: intents.categories,
  householdKinds: intents.householdKinds,
  isStrict: intents.isStrict,
  until: intents.until,
  conditions: intents.conditions,
  state: intents.state,
  createdAt: intents.createdAt,
};

function select(db: DbOrTx) {
  return db.select(fields).from(intents).leftJoin(organizations, eq(organizations.id, intents.organizationId));
}

/** Own intents, the open ones first. With `organizationsOnly`, those of the actor's organizations. */
export async function listOwnIntents(db: DbOrTx, params: { actor: Actor; organizationsOnly?: boolean }) {
  return select(db)
    .where(
      and(ownedBy(params.actor), params.organizationsOnly ? sql`${intents.organizationId} is not null` : undefined),
    )
    .orderBy(sql`${intents.state} <> 'open'`, desc(intents.createdAt), asc(intents.id))
    .limit(200);
}
export type OwnIntent = Awaited<ReturnType<typeof listOwnIntents>>[number];

/** One of the actor's intents with its history; null where it does not exist or is somebody else's (F2). */
export async function getOwnIntent(db: DbOrTx, params: { intentId: string; actor: Actor }) {
  if (!isId(params.intentId)) return null;
  const [intent] = await select(db).where(and(eq(intents.id, params.intentId), ownedBy(params.actor)));
  if (!intent) return null;
  const history = await listTransitions(db, { noun: "intent", subjectId: intent.id });
  return { ...intent, history: history.map(({ id, event, at, reason }) => ({ id, event, at, reason })) };
}

export type PlaceChoice = { code: string; name: string; level: string };

/**
 * Places one can choose: the counties and towns of the villages that are on the platform, from the province down. At most 400, so that a form
 * stays a form on a phone; over that only counties.
 */
export async function listPlaceChoices(db: DbOrTx): Promise<PlaceChoice[]> {
  const rows = await db
    .select({ code: regions.code, name: regions.shortName, level: regions.level })
    .from(regions)
    .where(
      sql`${regions.code} in (
        select distinct left(v.region_code, l.digits) from villages v cross join (values (2), (4), (6), (9)) as l (digits)
      )`,
    )
    .orderBy(asc(regions.code));
  return rows.length <= 400 ? rows : rows.filter(({ code }) => code.length <= 6);
}
