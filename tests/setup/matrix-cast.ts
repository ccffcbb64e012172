import { type SignedInActor, type StaffRole, staffRoles } from "#app/domain/actor.ts";
import { createMember, createOrganization, createStaff, createUser } from "#db/seed/factories.server.ts";
import type { TestDatabase } from "./database.ts";
import type { Subject } from "./deny-matrix.ts";
import type { TestSite } from "./site.ts";
import type { Access, Somebody, StaffKind } from "./who-may-open.ts";

/** Somebody who asks. `actor` null: has not signed in. `isElsewhere`: whose right, if any, is for another place, organization or person. */
export type Visitor = {
  name: string;
  cookie: string;
  actor: SignedInActor | null;
  isElsewhere: boolean;
  secondFactorAt?: Date;
};

const roleOf: Readonly<Record<StaffKind, StaffRole>> = {
  officer: "village_officer",
  town: "town_verifier",
  county: "county_verifier",
  supervisor: "supervisor",
  auditor: "auditor",
  admin: "platform_admin",
};
const kinds: readonly StaffKind[] = ["officer", "town", "county", "supervisor", "auditor", "admin"];
if (kinds.length !== staffRoles.length) throw new Error("the matrix knows other roles than the site");

/** How much of a place's code each role has: a village, a town, a county, the country. */
const digitsOf: Readonly<Record<StaffKind, number>> = {
  officer: 12,
  town: 9,
  county: 6,
  supervisor: 9,
  auditor: 6,
  admin: 0,
};

/** Beside it, as near as can be: another village of the town, another town of the county, another county. */
export type Elsewhere = Readonly<Record<StaffKind, string>>;

const organizationKinds = ["charity", "enterprise", "social_organization"] as const;

export type Cast = (subject: Subject | null) => Promise<Visitor[]>;

/** Makes the people as they are needed, each once. */
export function gatherCast(
  { database, site }: { database: TestDatabase; site: TestSite },
  { citizen, elsewhere, home }: { citizen: SignedInActor; elsewhere: Elsewhere; home: string },
): Cast {
  const made = new Map<string, Promise<Visitor>>();
  const once = (name: string, isElsewhere: boolean, make: () => Promise<SignedInActor>) => {
    const found =
      made.get(name) ??
      make().then(
        async (actor): Promise<Visitor> => ({ name, actor, isElsewhere, cookie: await site.signInAs(actor) }),
      );
    made.set(name, found);
    return found;
  };
  const staffIn = (kind: StaffKind, region: string, isElsewhere: boolean) =>
    once(`${kind} of ${region || "all"}${isElsewhere ? " (elsewhere)" : ""}`, isElsewhere, () =>
      createStaff(database.db, roleOf[kind], region),
    );
  const memberOf = async (id: string) => {
    const [row] = await database.sql<{ name: string; kind: (typeof organizationKinds)[number] }[]>`
      select name, kind from organizations where id = ${id}`;
    if (row === undefined) throw new Error(`no organization ${id}`);
    return createMember(database.db, { id, name: row.name }, row.kind);
  };
  return async (subject) => {
    const place = subject?.region || home;
    const organization = subject?.organization ?? null;
    return Promise.all([
      { name: "nobody", cookie: "", actor: null, isElsewhere: true },
      once("the citizen", false, async () => citizen),
      once("another citizen", true, () => createUser(database.db)),
      ...organizationKinds.map((kind) =>
        once(`${kind} of others`, true, async () =>
          createMember(database.db, await createOrganization(database.db, { kind, name: `别处的${kind}` }), kind),
        ),
      ),
      ...(organization === null ? [] : [once(`member of ${organization}`, false, () => memberOf(organization))]),
      ...kinds.map((kind) => staffIn(kind, place.slice(0, digitsOf[kind]), false)),
      ...kinds.map((kind) => staffIn(kind, elsewhere[kind], true)),
    ]);
  };
}

/** Whether the list lets this visitor at this record: read from the list and from where the visitor stands alone. */
export function mayBy(list: NonNullable<Access["see"]>, visitor: Visitor, subject: Subject | null): boolean {
  return list.some((one) => isOne(one, visitor, subject));
}

function isOne(one: Somebody, { actor }: Visitor, subject: Subject | null): boolean {
  if (one === "anyone") return true;
  if (actor === null) return false;
  if (one === "signed in") return true;
  if (one === "organization") return actor.memberships.length > 0;
  if (one === "charity") return actor.memberships.some(({ kind }) => kind === "charity");
  if (one === "neighbouring town") return actor.grants.some((grant) => isNeighbour(grant, subject));
  if (one === "owner") return subject !== null && subject.owner === actor.userId;
  if (one === "its organization") {
    return subject !== null && actor.memberships.some((member) => member.organizationId === subject.organization);
  }
  return actor.grants.some(
    (grant) => grant.role === roleOf[one] && (subject === null || subject.region.startsWith(grant.regionCode)),
  );
}

function isNeighbour({ role, regionCode }: SignedInActor["grants"][number], subject: Subject | null): boolean {
  if (role !== "town_verifier" || subject === null) return false;
  return subject.region.startsWith(regionCode.slice(0, 6)) && !subject.region.startsWith(regionCode);
}
