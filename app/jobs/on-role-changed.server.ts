import { eq } from "drizzle-orm";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Tells the person: a role was given, with a link to a password for who has none; or it has ended. */
function mailRole(change: "given" | "ended"): EventHandler {
  return async (services, { grantId = "", resetId = "" }) => {
    const [person] = await services.db
      .select({ email: users.email, locale: users.locale })
      .from(roleGrants)
      .innerJoin(users, eq(users.id, roleGrants.userId))
      .where(eq(roleGrants.id, grantId));
    if (!person) return;
    await queueMail(services, {
      dedupeKey: `role:${grantId}:${change}`,
      template: "role-changed",
      recipient: person.email,
      locale: person.locale,
      parameters: { grantId, change, resetId },
    });
  };
}

export const mailRoleGiven = mailRole("given");
export const mailRoleEnded = mailRole("ended");
