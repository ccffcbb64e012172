import { redirect } from "@remix-run/node";
import { anyone } from "#app/auth/policies.ts";
import { endedSessionCookie } from "#app/auth/session-cookie.ts";
import { endSession } from "#app/auth/sessions.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { isHttps } from "#app/http/site-options.ts";

/** A link does not sign anybody out. */
export const loader = guardLoader(anyone, () => redirect(paths.home()));

/** Ends the session on the server and in the browser; doing it twice is no error (E2). */
export const action = guardAction(anyone, async ({ services, context }) => {
  if (context.sessionIdHash !== null) await endSession(services.db, context.sessionIdHash);
  return redirect(paths.home(), {
    status: 303,
    headers: { "Set-Cookie": endedSessionCookie(isHttps(services.env)) },
  });
});
