import { and, eq, inArray, not, type SQL, sql } from "drizzle-orm";
import { needs } from "#db/schema/needs.server.ts";
import { hasRequiredFields } from "../households/consent-conditions.server.ts";
import { publicNeedStates } from "./need.ts";

/** The one condition for showing a need to anyone: every public query and the search index use it. */
export function isPublicNeed(): SQL {
  const isHidden = eq(needs.isVillageTooSmall, true);
  return and(inArray(needs.state, [...publicNeedStates]), not(isHidden), hasRequiredFields()) ?? sql`false`;
}

/** Whether the day of its next report is written down as missed (U13); it is over when a report moves the day. */
export function isReportMissed(): SQL<boolean> {
  return sql<boolean>`coalesce(${needs.nextReportOn} = ${needs.reportMissedOn}, false)`;
}
