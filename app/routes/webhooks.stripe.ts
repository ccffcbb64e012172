import { signedMachine } from "#app/auth/policies.ts";
import { guardAction } from "#app/http/guard.server.ts";
import { handleProviderEvent } from "#app/jobs/handle-provider-event.server.ts";

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
  const result = await handleProviderEvent(services, event.value, at);
  if (result.ok) return new Response(result.value, { status: 200 });
  console.error(
    JSON.stringify({
      level: "error",
      action: "settle",
      event: event.value.id,
      type: event.value.type,
      code: result.code,
    }),
  );
  return new Response(result.code, { status: 503 });
});
