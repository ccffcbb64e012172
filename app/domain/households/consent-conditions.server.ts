import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { consents } from "#db/schema/consents.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type ConsentField, fieldsToldInWords } from "./consent.ts";
import type { ConsentPurpose } from "./household.ts";

/**
 * The one whitelist of what anyone may see of a household (F11): the standing version of its consent to publish must hold all these fields.
 * Every public page, the index, pictures and exports ask here. A village's own need shows whom nobody must ask.
 */
function holdsFields(fields: SQL): SQL {
  return sql`(${needs.householdId} is null or exists (
    select from ${consents} where ${consents.householdId} = ${needs.householdId}
      and ${consents.purpose} = 'publish_masked' and ${consents.withdrawnAt} is null and ${consents.fields} @> ${fields}
  ))`;
}

/** Whether this field may be shown of the need's household. */
export function mayShow(field: ConsentField): SQL<boolean> {
  return sql<boolean>`${holdsFields(sql`array[${field}]::text[]`)}`;
}

/** Whether the household's consent holds what publication of this need cannot do without. */
export function hasRequiredFields(): SQL {
  return holdsFields(sql`required_consent_fields(${needs.category})`);
}

/**
 * Whether words written at that moment may still be shown: the household has not taken back since what an officer's words may tell of, illness or
 * schooling, and let it be shown when they were written (L29: who takes a consent back is heard for what is shown already, too).
 */
export function mayShowWords(writtenAt: SQL): SQL<boolean> {
  return sql<boolean>`(${needs.householdId} is null or not exists (
    select from consents given, unnest(given.fields) field where given.household_id = ${needs.householdId}
      and given.purpose = 'publish_masked' and given.withdrawn_at is not null and given.withdrawn_at >= ${writtenAt} and field = any (${sql.param([...fieldsToldInWords])}::text[])
      and not exists (select from consents standing where standing.household_id = given.household_id
        and standing.purpose = 'publish_masked' and standing.withdrawn_at is null and field = any (standing.fields))
  ))`;
}

/** The moment at which somebody last answered for a need's words: its publication, or its return to the public pages after it was read anew. */
export const needWordsReadAt: SQL = sql`coalesce((select max(step.at) from state_transitions step where step.noun = 'need'
  and step.subject_id = ${needs.id} and step.to_state = 'published'), ${needs.publishedAt})`;

function householdConsents(purpose: ConsentPurpose): SQL {
  return sql`exists (
    select from ${consents} where ${consents.householdId} = ${needs.householdId}
      and ${consents.purpose} = ${purpose} and ${consents.withdrawnAt} is null
  )`;
}

/**
 * Whether pictures with people in them may be shown: with the household's photo consent. A village's own need has nobody who could consent
 * for the people in the picture, so there they stay with staff (F4).
 */
export function allowsPhotosOfPeople(): SQL {
  return householdConsents("publish_photo");
}

/** Whether anyone may see a picture of the need or of a report on it: the household lets pictures be shown, and people in them. */
export function mayShowPicture(showsPerson: SQL | AnyColumn): SQL {
  return sql`(${mayShow("photo")} and (not ${showsPerson} or ${allowsPhotosOfPeople()}))`;
}
