import type { Services } from "#app/services.server.ts";
import { outboxLag } from "./drain-outbox.server.ts";

export type Readiness =
  | { isReady: true; outbox: { open: number; oldestSeconds: number; dead: number } }
  | { isReady: false };

/**
 * Whether the site can do its work: a real transaction on the database, answered within `timeoutMilliseconds` (H3). With it, how far the
 * job process is behind.
 */
export async function checkReadiness(
  { db, clock }: Pick<Services, "db" | "clock">,
  timeoutMilliseconds = 2_000,
): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ isReady: false }), timeoutMilliseconds);
  });
  const asked = db
    .transaction((tx) => outboxLag({ db: tx, clock }))
    .then((outbox): Readiness => ({ isReady: true, outbox }))
    .catch((): Readiness => ({ isReady: false }));
  const readiness = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return readiness;
}
