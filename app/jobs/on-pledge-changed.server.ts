import { eq } from "drizzle-orm";
import { pledges } from "#db/schema/pledges.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { listHelperAddresses } from "./helper-addresses.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** States the helper hears of by mail: the answer, the signature, that it is late, the release. */
const toldStates: readonly string[] = ["accepted", "declined", "fulfilled", "overdue", "released"];

/** Writes to the helper, once per state. */
export const mailPledge: EventHandler = async (services, { pledgeId = "" }) => {
  const [pledge] = await services.db
    .select({ state: pledges.state, organizationId: pledges.organizationId, userId: pledges.userId })
    .from(pledges)
    .where(eq(pledges.id, pledgeId));
  if (!pledge || !toldStates.includes(pledge.state)) return;
  for (const address of await listHelperAddresses(services, pledge)) {
    await queueMail(services, {
      dedupeKey: `pledge:${pledgeId}:${pledge.state}:${address.userId}`,
      template: "pledge-changed",
      recipient: address.email,
      locale: address.locale,
      parameters: { pledgeId, state: pledge.state },
    });
  }
};
