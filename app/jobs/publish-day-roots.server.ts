import { gte } from "drizzle-orm";
import { publishRoots } from "#app/domain/proof/publish-roots.server.ts";
import { defaultLocale } from "#app/i18n/locale.ts";
import type { Services } from "#app/services.server.ts";
import { chainRoots } from "#db/schema/proof.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** A root that is older is not mailed any more: whoever is new on the list reads it on the page. */
const mailedForMs = 3 * 24 * 3_600_000;

/**
 * Publishes the roots of days that are over, and sends each to the addresses of `AUDIT_MAIL_TO`: a copy outside our reach, so that nobody,
 * not even who runs the site, can rewrite the past unseen (F9). Returns how many were published.
 */
export async function publishDayRoots(services: Services): Promise<number> {
  const at = services.clock.now();
  const published = await publishRoots(services.db, at);
  if (services.env.auditMailTo.length === 0) return published;
  const roots = await services.db
    .select({ day: chainRoots.day })
    .from(chainRoots)
    .where(gte(chainRoots.publishedAt, new Date(at.getTime() - mailedForMs)));
  for (const { day } of roots) {
    for (const recipient of services.env.auditMailTo) {
      await queueMail(services, {
        dedupeKey: `chain-root:${day}:${recipient}`,
        template: "chain-root",
        recipient,
        locale: defaultLocale,
        parameters: { day },
      });
    }
  }
  return published;
}
