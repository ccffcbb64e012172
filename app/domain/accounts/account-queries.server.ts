import { and, eq, exists, gt, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { organizationMembers } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { secondFactors } from "#db/schema/second-factors.server.ts";

export type Credentials = {
  userId: string;
  passwordHash: string;
  isDisabled: boolean;
  isStaff: boolean;
  hasOrganization: boolean;
  /** A proved authenticator: the password alone does not sign in (E3). */
  hasSecondFactor: boolean;
};

/** What signing in compares and needs; null when nobody has this address. `isStaff` counts roles valid at `at`. */
export async function getCredentials(
  db: DbOrTx,
  { email, at }: { email: string; at: Date },
): Promise<Credentials | null> {
  return credentialsWhere(db, eq(users.email, email), at);
}

/** The same for somebody already signed in who must show the password again. */
export async function getCredentialsOf(
  db: DbOrTx,
  { userId, at }: { userId: string; at: Date },
): Promise<Credentials | null> {
  return credentialsWhere(db, eq(users.id, userId), at);
}

async function credentialsWhere(db: DbOrTx, condition: ReturnType<typeof eq>, at: Date): Promise<Credentials | null> {
  const grant = db
    .select({ one: sql`1` })
    .from(roleGrants)
    .where(
      and(
        eq(roleGrants.userId, users.id),
        lte(roleGrants.validFrom, at),
        or(isNull(roleGrants.validTo), gt(roleGrants.validTo, at)),
      ),
    );
  const membership = db
    .select({ one: sql`1` })
    .from(organizationMembers)
    .where(eq(organizationMembers.userId, users.id));
  const factor = db
    .select({ one: sql`1` })
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, users.id), isNotNull(secondFactors.enrolledAt)));
  const [found] = await db
    .select({
      userId: users.id,
      passwordHash: users.passwordHash,
      isDisabled: users.isDisabled,
      isStaff: sql<boolean>`${exists(grant)}`,
      hasOrganization: sql<boolean>`${exists(membership)}`,
      hasSecondFactor: sql<boolean>`${exists(factor)}`,
    })
    .from(users)
    .where(condition);
  return found ?? null;
}

/** Short names of regions by code, for the roles on one's own page. A code nobody knows is left out. */
export async function getRegionNames(
  db: DbOrTx,
  { codes }: { codes: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(inArray(regions.code, [...codes]));
  return new Map(rows.map((row) => [row.code, row.name]));
}
