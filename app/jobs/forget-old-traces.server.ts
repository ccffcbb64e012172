import { deleteOldPasswordResets } from "#app/auth/password-reset.server.ts";
import { deleteEndedPendingSignIns } from "#app/auth/pending-sign-in.server.ts";
import { deleteEndedSessions } from "#app/auth/sessions.server.ts";
import { forgetUnfinishedUploads } from "#app/domain/visits/forget-unfinished-uploads.server.ts";
import { deleteOldRateLimits } from "#app/http/rate-limit.server.ts";
import type { Services } from "#app/services.server.ts";

/** Removes what no longer serves anybody: sessions and half sign-ins that are over, counts of limits whose time has passed, and
 * pieces of photos that nobody finished.
 */
export async function forgetOldTraces({ db, clock }: Pick<Services, "db" | "clock">): Promise<void> {
  const at = clock.now();
  await deleteEndedSessions(db, at);
  await deleteEndedPendingSignIns(db, at);
  await deleteOldPasswordResets(db, at);
  await deleteOldRateLimits(db, at);
  await forgetUnfinishedUploads(db, at);
}
