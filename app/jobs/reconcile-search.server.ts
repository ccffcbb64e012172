import { createLogger, errorFields } from "#app/http/logger.server.ts";
import type { Services } from "#app/services.server.ts";
import { reconcile } from "#search/reindex.server.ts";

/**
 * Compares the search index with the truth and repairs it (D5): once when the job process starts, then daily. Says what it repaired, because
 * every repair means that an event was lost. A failure waits for the next round: search is derived, and must not stop the mails.
 */
export async function reconcileSearch(services: Pick<Services, "db" | "search">): Promise<void> {
  try {
    for (const report of await reconcile(services.db, services.search)) {
      if (report.missing + report.stale + report.orphaned > 0) {
        console.error(JSON.stringify({ level: "warn", message: "search index repaired", ...report }));
      }
    }
  } catch (error) {
    createLogger().error("search reconcile failed", errorFields(error));
  }
}
