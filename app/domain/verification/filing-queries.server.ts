import { asc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { fundraisingFilings, organizations } from "#db/schema/organizations.server.ts";
import { isId } from "../ids.ts";

const filingColumns = {
  id: fundraisingFilings.id,
  charityId: fundraisingFilings.charityId,
  filingNumber: fundraisingFilings.filingNumber,
  title: fundraisingFilings.title,
  validFrom: fundraisingFilings.validFrom,
  validTo: fundraisingFilings.validTo,
  charity: {
    id: organizations.id,
    name: organizations.name,
    kind: organizations.kind,
    state: organizations.state,
    qualificationNumber: organizations.qualificationNumber,
    qualificationValidTo: organizations.qualificationValidTo,
  },
};

/** A filed fundraising plan with the charity it belongs to, or null. */
export async function getFilingWithCharity(db: DbOrTx, filingId: string) {
  if (!isId(filingId)) return null;
  const [row] = await db
    .select(filingColumns)
    .from(fundraisingFilings)
    .innerJoin(organizations, eq(organizations.id, fundraisingFilings.charityId))
    .where(eq(fundraisingFilings.id, filingId));
  return row ?? null;
}

/** All filed plans of verified charities: the approver's choice. Whether one holds today is `publicationModeOf`'s answer. */
export async function listFilings(db: DbOrTx) {
  return db
    .select(filingColumns)
    .from(fundraisingFilings)
    .innerJoin(organizations, eq(organizations.id, fundraisingFilings.charityId))
    .where(eq(organizations.state, "verified"))
    .orderBy(asc(organizations.name), asc(fundraisingFilings.validFrom), asc(fundraisingFilings.id));
}
export type FilingChoice = Awaited<ReturnType<typeof listFilings>>[number];
