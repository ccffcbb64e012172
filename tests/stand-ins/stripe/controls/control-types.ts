import { z } from "zod";
import type { Fault } from "#tests/stand-ins/stripe/api/faults.ts";
import { deliveryModeSchema } from "#tests/stand-ins/stripe/webhooks/delivery-mode.ts";
import type { DeliveryAttempt, StandInEvent } from "#tests/stand-ins/stripe/world.ts";

/** Bodies of the control addresses, checked on the server and typed for the client. */
export const modeBody = deliveryModeSchema.partial();

export const endpointBody = z.strictObject({
  url: z.string().nullable().optional(),
  secrets: z.array(z.string()).min(1).optional(),
});

export const redeliverBody = z.strictObject({
  /** Neither list: every event; both: events in the first list of a kind in the second. */
  eventIds: z.array(z.string()).optional(),
  types: z.array(z.string()).optional(),
  onlyUndelivered: z.boolean().optional(),
});

export const settledBody = z.strictObject({ timeoutMs: z.number().int().min(0).max(60_000) });

export const faultBody = z.strictObject({
  kind: z.enum([
    "reset_before_commit",
    "reset_after_commit",
    "truncated_body",
    "error_before_commit",
    "error_after_commit",
    "stall_before_commit",
    "stall_after_commit",
  ]),
  times: z.number().int().min(1).default(1),
  method: z.enum(["GET", "POST"]).optional(),
  path: z.string().optional(),
  account: z.string().optional(),
  status: z.union([z.literal(409), z.literal(429), z.literal(500), z.literal(502), z.literal(503)]).optional(),
  kept: z.boolean().optional(),
  stallMs: z.number().int().min(0).optional(),
}) satisfies z.ZodType<Fault>;

export const payBody = z.strictObject({
  method: z.enum(["card", "alipay", "wechat_pay"]).default("card"),
  outcome: z.enum(["succeeded", "declined", "pending"]).default("succeeded"),
  email: z.string().optional(),
});

export const settleBody = z.strictObject({ outcome: z.enum(["succeeded", "failed"]) });
export const refundOutcomeBody = z.strictObject({
  outcome: z.enum(["succeeded", "failed", "canceled", "requires_action"]),
});
/** How the next refunds begin: `as_usual` is pending by WeChat Pay and succeeded otherwise. */
export const refundsStartBody = z.strictObject({ start: z.enum(["as_usual", "pending"]) });

export const disputeBody = z.strictObject({
  /** A charge, or the payment intent it belongs to. */
  charge: z.string(),
  reason: z.string().default("fraudulent"),
  isInquiry: z.boolean().default(false),
  feeFen: z.number().int().min(0).default(0),
});
export const moveDisputeBody = z.strictObject({
  status: z.enum(["needs_response", "under_review"]),
  feeFen: z.number().int().min(0).default(0),
});
export const closeDisputeBody = z.strictObject({ outcome: z.enum(["won", "lost"]) });
/** Months to bill now, whatever the clock says. */
export const billBody = z.strictObject({ months: z.number().int().min(1).max(24).default(1) });
/** How the card of a subscription answers from now on; null: it pays again. */
export const cardBody = z.strictObject({
  failure: z
    .strictObject({
      code: z.string().default("card_declined"),
      declineCode: z.string().optional(),
      message: z.string().default("Your card was declined."),
    })
    .nullable(),
});
/** A movement of the balance that no payment of ours caused: one of the three ways books can disagree (safety.md A9). */
export const movementBody = z.strictObject({
  account: z.string(),
  type: z.string().default("charge"),
  reportingCategory: z.string().default("charge"),
  amount: z.number().int(),
  fee: z.number().int().default(0),
  source: z.string().nullable().default(null),
});
export const accountBody = z.strictObject({ id: z.string(), name: z.string() });

/** Changes of an object's own fields, merged: how a test makes Stripe's books disagree with ours. */
export const patchBody = z.record(z.string(), z.unknown());

export const eventBody = z.strictObject({
  /** Any kind, also one that Stripe does not have. */
  type: z.string(),
  /** The object it shows, as it is now. */
  objectId: z.string(),
});

export type DisputeBody = z.input<typeof disputeBody>;
export type MovementBody = z.input<typeof movementBody>;
export type CardBody = z.input<typeof cardBody>;
export type PayBody = z.input<typeof payBody>;
export type FaultBody = z.input<typeof faultBody>;
export type RedeliverBody = z.input<typeof redeliverBody>;
export type EventBody = z.input<typeof eventBody>;

/** A delivery attempt with what became of its event. */
export type ListedDelivery = DeliveryAttempt & { ok: boolean };

export type ListedEvent = {
  event: StandInEvent;
  delivery: "pending" | "delivered" | "failed";
  attempts: DeliveryAttempt[];
};
