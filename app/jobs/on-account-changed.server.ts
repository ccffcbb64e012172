import { eq } from "drizzle-orm";
import { users } from "#db/schema/accounts.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Tells the holder what staff did to the account. */
export const mailAccountChanged: EventHandler = async (services, { userId = "", change = "", key = "" }) => {
  const [person] = await services.db
    .select({ email: users.email, locale: users.locale })
    .from(users)
    .where(eq(users.id, userId));
  if (!person) return;
  await queueMail(services, {
    dedupeKey: `account:${key}:${change}`,
    template: "account-changed",
    recipient: person.email,
    locale: person.locale,
    parameters: { userId, change },
  });
};
