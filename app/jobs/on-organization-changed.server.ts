import { eq } from "drizzle-orm";
import { listMemberAddresses } from "#app/domain/organizations/organization-queries.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** States an organization's people hear of by mail. */
const toldStates: readonly string[] = ["verified", "rejected", "suspended"];

/** Writes to every member, once per decision. */
export const mailOrganization: EventHandler = async (services, { organizationId = "" }) => {
  const [organization] = await services.db
    .select({ state: organizations.state, reviewedAt: organizations.reviewedAt })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  if (!organization?.reviewedAt || !toldStates.includes(organization.state)) return;
  const { state, reviewedAt } = organization;
  for (const member of await listMemberAddresses(services.db, { organizationId })) {
    await queueMail(services, {
      dedupeKey: `organization:${organizationId}:${state}:${reviewedAt.getTime()}:${member.userId}`,
      template: "organization-verified",
      recipient: member.email,
      locale: member.locale,
      parameters: { organizationId, state },
    });
  }
};
