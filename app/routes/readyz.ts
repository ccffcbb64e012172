import { anyone } from "#app/auth/policies.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { checkReadiness } from "#app/jobs/check-readiness.server.ts";

/** 200 when the database takes a transaction within 2 s, else 503: then send no visitors here (H3). */
export const loader = guardLoader(anyone, async ({ services }) => {
  const readiness = await checkReadiness(services);
  return Response.json(readiness, { status: readiness.isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } });
});
