import { createHash, timingSafeEqual } from "node:crypto";
import { anyone } from "#app/auth/policies.ts";
import type { Env } from "#app/env.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { readMetrics } from "#app/jobs/read-metrics.server.ts";

/** Counters for monitoring: with the token of `METRICS_TOKEN`, or without one from this machine itself; for anybody else there is nothing. */
export const loader = guardLoader(anyone, async ({ services, request, context }) => {
  if (!mayRead(services.env, request, context.clientAddress)) throw notFound();
  return new Response(await readMetrics(services), {
    headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store" },
  });
});

function mayRead({ metricsToken }: Pick<Env, "metricsToken">, request: Request, clientAddress: string): boolean {
  if (metricsToken !== null) return isSame(request.headers.get("Authorization") ?? "", `Bearer ${metricsToken}`);
  // What a proxy on this machine hands on comes from elsewhere.
  const isForwarded = request.headers.has("X-Forwarded-For") || request.headers.has("Forwarded");
  return !isForwarded && ["127.0.0.1", "::1", "::ffff:127.0.0.1"].includes(clientAddress);
}

/** Takes the same time whatever differs. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
