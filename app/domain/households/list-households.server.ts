import { and, asc, desc, eq, isNull, like, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import type { ConsentPurpose, HouseholdState, PovertyCause } from "./household.ts";
import { filterHouseholds, type HouseholdFilter } from "./household-filter.server.ts";
import { householdReaderRoles } from "./household-policy.ts";

export const householdsPerPage = 20;

/** How far a list is counted and paged: beyond it says "more than", and whoever looks for one file narrows it. */
export const mostHouseholdsCounted = 10_000;

export type HouseholdListItem = {
  id: string;
  headName: string;
  registerNumber: string;
  villageName: string;
  groupName: string | null;
  state: HouseholdState;
  causes: PovertyCause[];
  memberCount: number;
  responsibleName: string | null;
  consentPurposes: ConsentPurpose[];
};

export type HouseholdList = {
  items: HouseholdListItem[];
  /** At most `mostHouseholdsCounted`. */
  total: number;
  /** There are more than `total`. */
  isMore: boolean;
};

type Wanted = { actor: Actor; search: string; page: number; filter?: HouseholdFilter };

/**
 * Files of the reader's subtree, village by village, the newest of each first; searched, by name. A search finds the first or the last letters
 * of the head's name (王, 王秀英, 秀英) and the first of the register number: that is what an index of a province's 1.68 million files can answer
 * (S2). Of more than `mostHouseholdsCounted` found, that many are listed.
 */
export async function listHouseholds(db: DbOrTx, { actor, search, page, filter }: Wanted): Promise<HouseholdList> {
  const inReach = inScope(households.regionCode, scopesOf(actor, householdReaderRoles));
  const isWanted = and(inReach, filter && filterHouseholds(filter), search === "" ? undefined : isNamed(search));
  const offset = (page - 1) * householdsPerPage;
  const most = sql`limit ${mostHouseholdsCounted + 1}`;
  const [counted] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from (select from ${households} where ${isWanted} ${most}) found`,
  );
  const count = counted?.count ?? 0;
  const total = Math.min(count, mostHouseholdsCounted);
  const isMore = count > total;
  if (offset >= total) return { items: [], total, isMore };
  // A name half the province bears is not sorted as a whole; villages stand in the order of their index already.
  const found = sql`${households.id} = any(array(select id from ${households} where ${isWanted} ${most}))`;
  const items = await selectItems(db)
    .where(search === "" ? isWanted : found)
    .orderBy(...(search === "" ? registerOrder : [asc(households.headName), asc(households.id)]))
    .limit(Math.min(householdsPerPage, total - offset))
    .offset(offset);
  return { items, total, isMore };
}

/** As the index `households_register_order` has them. */
const registerOrder = [sql`${households.regionCode} using ~<~`, desc(households.createdAt), asc(households.id)];

/** The two ways a name is cut short, and a register number from its front, each by an index of its own. */
function isNamed(search: string): SQL | undefined {
  const startsWith = (text: string) => `${text.replace(/[\\%_]/g, "\\$&")}%`;
  const backwards = [...search].reverse().join("");
  return or(
    like(households.headName, startsWith(search)),
    like(sql`reverse(${households.headName})`, startsWith(backwards)),
    ...new Set([search, search.toUpperCase()].map((text) => like(households.registerNumber, startsWith(text)))),
  );
}

function selectItems(db: DbOrTx) {
  return db
    .select({
      id: households.id,
      headName: households.headName,
      registerNumber: households.registerNumber,
      villageName: regions.shortName,
      groupName: households.groupName,
      state: households.state,
      causes: households.causes,
      memberCount: sql<number>`(select count(*)::int from ${householdMembers} where ${householdMembers.householdId} = ${households.id} and ${householdMembers.leftOn} is null)`,
      responsibleName: users.displayName,
      consentPurposes: sql<
        ConsentPurpose[]
      >`array(select ${consents.purpose} from ${consents} where ${consents.householdId} = ${households.id} and ${consents.withdrawnAt} is null)`,
    })
    .from(households)
    .innerJoin(regions, eq(regions.code, households.regionCode))
    .leftJoin(
      responsiblePersons,
      and(eq(responsiblePersons.householdId, households.id), isNull(responsiblePersons.toAt)),
    )
    .leftJoin(users, eq(users.id, responsiblePersons.userId))
    .$dynamic();
}
