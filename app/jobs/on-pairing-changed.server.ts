import { eq } from "drizzle-orm";
import { pairings } from "#db/schema/pairings.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { listHelperAddresses } from "./helper-addresses.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** States the helper hears of by mail: the answer, the start and the end. */
const toldStates: readonly string[] = ["consented", "declined", "active", "ended"];

/** Writes to the helper, once per state. */
export const mailPairing: EventHandler = async (services, { pairingId = "" }) => {
  const [pairing] = await services.db
    .select({ state: pairings.state, organizationId: pairings.organizationId, userId: pairings.userId })
    .from(pairings)
    .where(eq(pairings.id, pairingId));
  if (!pairing || !toldStates.includes(pairing.state)) return;
  for (const address of await listHelperAddresses(services, pairing)) {
    await queueMail(services, {
      dedupeKey: `pairing:${pairingId}:${pairing.state}:${address.userId}`,
      template: "pairing-changed",
      recipient: address.email,
      locale: address.locale,
      parameters: { pairingId, state: pairing.state },
    });
  }
};
