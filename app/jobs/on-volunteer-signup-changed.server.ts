import { eq } from "drizzle-orm";
import { users } from "#db/schema/accounts.server.ts";
import { volunteerSignups } from "#db/schema/volunteers.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** States a volunteer hears of by mail: nobody waits without an answer (Q14). */
const toldStates: readonly string[] = ["offered", "accepted", "declined", "hours_confirmed", "lapsed"];

export const mailVolunteerSignup: EventHandler = async (services, { signupId = "" }) => {
  const [signup] = await services.db
    .select({ state: volunteerSignups.state, email: users.email, locale: users.locale })
    .from(volunteerSignups)
    .innerJoin(users, eq(users.id, volunteerSignups.userId))
    .where(eq(volunteerSignups.id, signupId));
  if (!signup || !toldStates.includes(signup.state)) return;
  await queueMail(services, {
    dedupeKey: `volunteer-signup:${signupId}:${signup.state}`,
    template: "volunteer-signup",
    recipient: signup.email,
    locale: signup.locale,
    parameters: { signupId, state: signup.state },
  });
};
