import { getRegionOfNeed, getRegionOfPairing } from "#app/domain/villages/village-event-queries.server.ts";
import { syncVillages } from "#search/sync.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";

/** A village's own profile changed. */
export const onVillageChanged: EventHandler = async (services, payload) => {
  if (payload.regionCode) await syncVillages(services.db, services.search, [payload.regionCode]);
};

/** A need came or went: the village's count of open needs moved. */
export const onNeedOfVillageChanged: EventHandler = async (services, payload) => {
  const regionCode = payload.needId ? await getRegionOfNeed(services.db, { needId: payload.needId }) : null;
  if (regionCode) await syncVillages(services.db, services.search, [regionCode]);
};

/** A pairing began or ended: the village has or has no partner now. */
export const onPairingOfVillageChanged: EventHandler = async (services, payload) => {
  const regionCode = payload.pairingId ? await getRegionOfPairing(services.db, { pairingId: payload.pairingId }) : null;
  if (regionCode) await syncVillages(services.db, services.search, [regionCode]);
};
