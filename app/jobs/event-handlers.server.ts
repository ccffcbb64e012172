import type { EventHandlers } from "./drain-outbox.server.ts";
import { mailDonationReceipt } from "./on-donation-paid.server.ts";

/** Which handlers hear of which event. Each is in a file of its own, `on-<event>.server.ts`. */
export const eventHandlers: EventHandlers = {
  "donation.paid": [mailDonationReceipt],
};
