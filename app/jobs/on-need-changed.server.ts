import { listNeedIdsOfHousehold } from "#app/domain/needs/need-search-queries.server.ts";
import { syncNeeds } from "#search/sync.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";

/** Any change of a need: its search document follows the truth. */
export const onNeedChanged: EventHandler = async (services, payload) => {
  if (payload.needId) await syncNeeds(services.db, services.search, [payload.needId]);
};

/** A household's file or consent changed: withdrawing consent hides its needs although no need was touched (L17). */
export const onHouseholdChanged: EventHandler = async (services, payload) => {
  if (!payload.householdId) return;
  const ids = await listNeedIdsOfHousehold(services.db, { householdId: payload.householdId });
  await syncNeeds(services.db, services.search, ids);
};
