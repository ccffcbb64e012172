import { redirect } from "@remix-run/node";
import { anyone } from "#app/auth/policies.ts";
import { displayCookie, localeCookie } from "#app/http/display-preferences.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { safeDisplayPath } from "#app/http/safe-path.ts";
import { isHttps, type SiteOptions } from "#app/http/site-options.ts";
import { parseLocale } from "#app/i18n/locale.ts";

/** Text size and language by a plain link or form, without JavaScript; goes back to the page one was on (U42). */
export const loader = guardLoader(anyone, ({ url, services }) => remember(url.searchParams, services.env));

export const action = guardAction(anyone, async ({ request, services }) =>
  remember(new URLSearchParams(await request.text()), services.env),
);

function remember(choice: URLSearchParams, options: SiteOptions): Response {
  const headers = new Headers();
  const display = choice.get("display");
  const locale = parseLocale(choice.get("lang"));
  if (display === "large" || display === "normal") {
    headers.append("Set-Cookie", displayCookie(display === "large", isHttps(options)));
  }
  if (locale !== undefined) headers.append("Set-Cookie", localeCookie(locale, isHttps(options)));
  return redirect(safeDisplayPath(choice.get("next"), paths.home()), { status: 303, headers });
}
