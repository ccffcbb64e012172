import type Stripe from "stripe";
import { z } from "zod";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { ProviderEvent } from "./payment-gateway.ts";

const toleranceSeconds = 300;

/** The few fields we read; new fields and unknown values are welcome (B14). */
const eventShape = z.object({
  id: z.string(),
  type: z.string(),
  livemode: z.boolean(),
  account: z.string().nullish(),
  data: z.object({
    object: z.object({
      id: z.string(),
      object: z.string(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});

/**
 * Checks the signature over the raw bytes against each secret (two while one is being rotated) and reads the ids. The SDK accepts
 * timestamps from the future; we do not, beyond 300 s (B2). A body that is signed but not an event is a bad signature to us.
 */
export function readProviderEvent(
  stripe: Stripe,
  secrets: readonly string[],
  rawBody: Buffer,
  header: string | null,
  at: Date,
): Result<ProviderEvent, "bad_signature"> {
  if (header === null || header === "") return err("bad_signature");
  const timestamp = Number(/(?:^|,)t=(\d+)/.exec(header)?.[1] ?? "0");
  if (timestamp > at.getTime() / 1000 + toleranceSeconds) return err("bad_signature");
  for (const secret of secrets) {
    if (secret === "") continue;
    try {
      const event: unknown = stripe.webhooks.constructEvent(
        rawBody,
        header,
        secret,
        toleranceSeconds,
        undefined,
        at.getTime(),
      );
      return readEvent(event);
    } catch {
      // Not signed with this secret: the next one may be.
    }
  }
  return err("bad_signature");
}

function readEvent(event: unknown): Result<ProviderEvent, "bad_signature"> {
  const parsed = eventShape.safeParse(event);
  if (!parsed.success) return err("bad_signature");
  const { id, type, livemode, account, data } = parsed.data;
  return ok({
    id,
    type,
    isLive: livemode,
    accountId: account ?? null,
    donationId: data.object.metadata?.donation_id ?? null,
    sessionId: data.object.object === "checkout.session" ? data.object.id : null,
  });
}
