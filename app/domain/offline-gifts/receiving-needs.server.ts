import { and, asc, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Actor } from "../actor.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import type { OfflineGiftKind } from "./offline-gift.ts";

/**
 * Needs a gift outside the site may be for: published ones and those that are met since (what they no longer take goes where the giver
 * chose). Money only where the law lets a charity raise money in public (L2-L5).
 */
export function isReceivingNeed(kind: OfflineGiftKind): SQL {
  const isOpen = inArray(needs.state, ["published", "fulfilled", "reported"]);
  const takesMoney = and(isNotNull(needs.goalFen), eq(needs.publicationMode, "public"));
  return and(isOpen, kind === "money" ? takesMoney : sql`true`) ?? sql`false`;
}

/** What the form offers: the needs of the actor's charities, by village. */
export function listReceivingNeeds(db: DbOrTx, params: { actor: Actor; kind: OfflineGiftKind }) {
  const charityIds = charitiesOf(params.actor).map((charity) => charity.id);
  return db
    .select({ id: needs.id, publicCode: needs.publicCode, title: needs.title, villageName: regions.shortName })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(
      and(charityIds.length === 0 ? sql`false` : inArray(needs.charityId, charityIds), isReceivingNeed(params.kind)),
    )
    .orderBy(sql`${needs.state} <> 'published'`, asc(needs.regionCode), asc(needs.title))
    .limit(500);
}
