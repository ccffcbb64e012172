import { signedMachine } from "#app/auth/policies.ts";
import { settleCheckout } from "#app/domain/donations/settle-checkout.server.ts";
import { isId } from "#app/domain/ids.ts";
import { guardAction } from "#app/http/guard.server.ts";

const largestBodyBytes = 1_000_000;

/**
 * Messages of the payment provider. They are believed for their ids only, after their signature over the raw bytes holds (B2); the truth is
 * fetched and settled. 2xx only after commit; anything we could not settle now answers 5xx and comes again (B5).
 */
export const action = guardAction(signedMachine, async ({ request, services }) => {
  const at = services.clock.now();
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length > largestBodyBytes) return new Response("too large", { status: 413 });
  const event = services.payments.verifyEvent(body, request.headers.get("Stripe-Signature"), at);
  if (!event.ok) return new Response("bad signature", { status: 400 });
  const { id, type, donationId, sessionId } = event.value;
  // Nothing of ours: another product on the same account, or a type we do not need.
  if (donationId === null || !isId(donationId)) return new Response("ignored", { status: 200 });
  const result = await settleCheckout(
    services.settlementDb,
    services.payments,
    { donationId, sessionId, event: { id, type }, expectsLive: services.env.mode === "production" },
    at,
  );
  if (result.ok) return new Response(result.value, { status: 200 });
  console.error(JSON.stringify({ level: "error", action: "settle", event: id, type, code: result.code }));
  return new Response(result.code, { status: 503 });
});
