import { and, eq, inArray, not, type SQL, sql } from "drizzle-orm";
import { needs } from "#db/schema/needs.server.ts";
import { hasRequiredFields, mayShowWords, needWordsReadAt } from "../households/consent-conditions.server.ts";
import { publicNeedStates } from "./need.ts";

/**
 * The one condition for showing a need to anyone: every public query and the search index use it. Where the household has taken back illness or
 * schooling, title and items may tell of it as well as the officer's text, so the whole need stays away until the county has read it anew (F11).
 */
export function isPublicNeed(): SQL {
  const isHidden = eq(needs.isVillageTooSmall, true);
  return (
    and(
      inArray(needs.state, [...publicNeedStates]),
      not(isHidden),
      hasRequiredFields(),
      mayShowWords(needWordsReadAt),
    ) ?? sql`false`
  );
}

/** Whether the day of its next report is written down as missed (U13); it is over when a report moves the day. */
export function isReportMissed(): SQL<boolean> {
  return sql<boolean>`coalesce(${needs.nextReportOn} = ${needs.reportMissedOn}, false)`;
}
