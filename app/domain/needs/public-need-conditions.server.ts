import { and, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { consents } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import type { ConsentPurpose } from "../households/household.ts";
import { publicNeedStates } from "./need.ts";

function householdConsents(purpose: ConsentPurpose): SQL {
  return sql`exists (
    select from ${consents} where ${consents.householdId} = ${needs.householdId}
      and ${consents.purpose} = ${purpose} and ${consents.withdrawnAt} is null
  )`;
}

/** The one condition for showing a need to anyone: every public query and the search index use it. */
export function isPublicNeed(): SQL {
  return (
    and(
      inArray(needs.state, [...publicNeedStates]),
      or(isNull(needs.householdId), householdConsents("publish_masked")),
    ) ?? sql`false`
  );
}

/**
 * Whether pictures with people in them may be shown: with the household's photo consent. A village's own need has nobody who could consent
 * for the people in the picture, so there they stay with staff (F4).
 */
export function allowsPhotosOfPeople(): SQL {
  return householdConsents("publish_photo");
}

/** Whether the day of its next report is written down as missed (U13); it is over when a report moves the day. */
export function isReportMissed(): SQL<boolean> {
  return sql<boolean>`coalesce(${needs.nextReportOn} = ${needs.reportMissedOn}, false)`;
}
