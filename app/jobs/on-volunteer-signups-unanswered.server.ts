import { eq } from "drizzle-orm";
import { volunteerProjects } from "#db/schema/volunteers.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { listHelperAddresses } from "./helper-addresses.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Reminds the organization of sign-ups it has not answered (Q14): its members, once a day and project. */
export const remindOfSignups: EventHandler = async (services, { projectId = "", key = "" }) => {
  const [project] = await services.db
    .select({ organizationId: volunteerProjects.organizationId })
    .from(volunteerProjects)
    .where(eq(volunteerProjects.id, projectId));
  if (!project) return;
  for (const address of await listHelperAddresses(services, { organizationId: project.organizationId, userId: null })) {
    await queueMail(services, {
      dedupeKey: `signups-unanswered:${projectId}:${key}:${address.userId}`,
      template: "signups-unanswered",
      recipient: address.email,
      locale: address.locale,
      parameters: { projectId },
    });
  }
};
