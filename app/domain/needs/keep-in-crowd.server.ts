import { eq, inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { announceNeedsOfHousehold } from "./announce-needs-of-household.server.ts";
import { crowdSettingKey, defaultCrowd } from "./crowd.ts";
import { getPublicationCrowd } from "./crowd-queries.server.ts";
import { publicNeedStates } from "./need.ts";
import { suspendNeedsOfHousehold } from "./suspend-needs-of-household.server.ts";

const perRun = 200;

/**
 * Asks again of every household that has something public whether enough others share what is said of it (D4): a village's register shrinks and
 * changes after a need was published. What fell below is said more coarsely at once, in the form that says most and that enough share. Where
 * even the whole village is too small the village alone points at it, so none of its needs stays public: open ones wait for the county, met and
 * reported ones keep their state and their place in the books, without page, title and village. Staff are told. Returns how many.
 */
export async function keepInCrowd(db: Db, at: Date, signal?: AbortSignal): Promise<number> {
  let changed = 0;
  for (const householdId of await listExposed(db, dayInChina(at))) {
    if (signal?.aborted) break;
    if (await db.transaction((tx) => coarsen(tx, householdId, at))) changed += 1;
  }
  return changed;
}

/** Households whose public pages say more of them than enough others share, and that can still be said less. */
async function listExposed(db: Db, day: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select home.id from households home
    cross join lateral (select coalesce((select (setting.value #>> '{}')::int from jurisdiction_settings setting
      where setting.key = ${crowdSettingKey} and home.region_code like setting.region_code || '%' and setting.valid_from <= ${day}
        and coalesce(setting.valid_to, ${day}) >= ${day}
      order by length(setting.region_code) desc, setting.valid_from desc limit 1), ${defaultCrowd.value}) as least) rule
    where exists (select from needs where needs.household_id = home.id and needs.published_at is not null and not needs.is_village_too_small
        and ${inArray(needs.state, [...publicNeedStates])})
      and exists (select from consents where consents.household_id = home.id and consents.purpose = 'publish_masked' and consents.withdrawn_at is null)
      and (select count(*) from households other where other.region_code = home.region_code and other.state <> all (${sql.param([...endedHouseholdStates])}::text[])
        and other.causes @> coalesce(home.public_causes, home.causes)) < rule.least
    order by home.id limit ${perRun}`);
  return rows.map(({ id }) => id);
}

/** Under the file's lock, asked once more: somebody may have registered a neighbour meanwhile. */
async function coarsen(tx: Tx, householdId: string, at: Date): Promise<boolean> {
  await tx.select({ id: households.id }).from(households).where(eq(households.id, householdId)).for("update");
  const crowd = await getPublicationCrowd(tx, { householdId, day: dayInChina(at) });
  if (crowd === null || crowd.count >= crowd.k) return false;
  const { narrower } = crowd;
  const causes = narrower === null ? [] : [...narrower.causes];
  const reason = `${narrower?.count ?? crowd.count} / ${crowd.k}，${crowd.source}`;
  await tx.update(households).set({ publicCauses: causes, updatedAt: at }).where(eq(households.id, householdId));
  await recordTransition(tx, at, systemActor, {
    noun: "household_public_causes",
    subjectId: householdId,
    from: crowd.shown.join(","),
    event: narrower === null ? "hide" : "coarsen_later",
    to: causes.join(","),
    reason,
  });
  if (narrower === null) {
    await suspendNeedsOfHousehold(tx, { householdId, reason }, systemActor, at);
    await tx.update(needs).set({ isVillageTooSmall: true }).where(eq(needs.householdId, householdId));
  }
  await announceNeedsOfHousehold(tx, householdId, at);
  await recordEvents(tx, at, { kind: "household.changed", householdId });
  return true;
}
