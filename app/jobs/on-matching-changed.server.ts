import { refreshLists } from "#app/domain/matching/refresh-lists.server.ts";
import { listNeedIdsFor } from "#app/domain/matching/touched-needs-queries.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";

/** What matching knows of a need follows the register: its lists are brought in step after any change that could touch them (S37). */
export const refreshMatching: EventHandler = async ({ db, clock }, payload) => {
  const needIds = await listNeedIdsFor(db, payload);
  await refreshLists(db, needIds, clock.now());
};

/** A paid gift changes the lists only by being the first one, or the last. */
export const refreshMatchingAfterGift: EventHandler = async ({ db, clock }, { donationId }) => {
  if (!donationId) return;
  const needIds = await listNeedIdsFor(db, { donationId });
  await refreshLists(db, needIds, clock.now());
};
