import { and, asc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { professionals } from "#db/schema/helper-groups.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { professionDeciderRoles } from "./pairing-policy.ts";

/** What the reader said of themselves, or null. */
export async function getOwnProfession(db: DbOrTx, params: { actor: Actor }) {
  const userId = actorUserId(params.actor);
  if (userId === null) return null;
  const [row] = await db.select().from(professionals).where(eq(professionals.userId, userId));
  return row ?? null;
}

/** Claims that wait, oldest first, for the county; nobody else sees them. */
export async function listClaimedProfessions(db: DbOrTx, params: { actor: Actor }) {
  if (scopesOf(params.actor, professionDeciderRoles).length === 0) return [];
  return db
    .select({
      userId: professionals.userId,
      name: users.displayName,
      profession: professionals.profession,
      title: professionals.title,
      field: professionals.field,
      hospitalName: organizations.name,
      hospitalGrade: organizations.hospitalGrade,
      claimedAt: professionals.claimedAt,
    })
    .from(professionals)
    .innerJoin(users, eq(users.id, professionals.userId))
    .leftJoin(organizations, eq(organizations.id, professionals.organizationId))
    .where(eq(professionals.state, "claimed"))
    .orderBy(asc(professionals.claimedAt))
    .limit(200);
}

/** Verified organizations of a kind, for choosing a hospital or the school one pairs with. */
export function listVerifiedOrganizations(
  db: DbOrTx,
  params: { kind: "hospital" | "school" },
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(and(eq(organizations.kind, params.kind), eq(organizations.state, "verified")))
    .orderBy(asc(organizations.name))
    .limit(500);
}
