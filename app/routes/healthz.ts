import { anyone } from "#app/auth/policies.ts";
import { guardLoader } from "#app/http/guard.server.ts";

/** The process answers; nothing else is asked (H3). */
export const loader = guardLoader(anyone, () =>
  Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } }),
);
