import { data, redirect } from "@remix-run/node";
import { secondFactorPerAccount } from "#app/auth/rate-limit-rules.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from "#app/auth/second-factor.server.ts";
import { sessionCookie } from "#app/auth/session-cookie.ts";
import { secondFactorForm, secondFactorIntents } from "#app/domain/accounts/account-form.ts";
import type { SignedInActor } from "#app/domain/actor.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound, type RequestContext } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit, forgiveRateLimit } from "#app/http/rate-limit.server.ts";
import { isHttps } from "#app/http/site-options.ts";

type Args = { formData: FormData; actor: SignedInActor; context: RequestContext; next: string | undefined };

function isIntent(value: FormDataEntryValue | null): boolean {
  return secondFactorIntents.some((intent) => intent === value);
}

/** The steps of the page, by the form's `intent`. New recovery codes are in the reply itself: shown once, stored nowhere (E3). */
export async function actOnSecondFactor({ formData, actor, context, next }: Args) {
  const { services } = context;
  if (!isIntent(formData.get("intent"))) throw notFound();
  const form = parseForm(formData, secondFactorForm);
  if (!form.ok) return form.reply;
  const at = services.clock.now();
  const input = form.value;
  if (input.intent === "begin") {
    const begun = await beginSecondFactor(services, { userId: actor.userId }, at);
    return begun.ok ? redirect(paths.mySecondFactor({ next }), 303) : form.refuse({ "": [begun.code] });
  }
  await enforceRateLimit(services, secondFactorPerAccount, actor.userId);
  const { code } = input;
  if (input.intent === "confirm") {
    const done = await confirmSecondFactor(services, { code, device: context.device ?? "" }, actor, at);
    if (!done.ok) return form.refuse({ [done.code === "wrong_code" ? "code" : ""]: [done.code] });
    await forgiveRateLimit(services, secondFactorPerAccount, actor.userId);
    const { session, recoveryCodes } = done.value;
    const cookie = sessionCookie(session.sessionId, session.lifetimeSeconds, isHttps(services.env));
    return data({ recoveryCodes }, { headers: { "Set-Cookie": cookie, "Cache-Control": "no-store" } });
  }
  if (input.intent === "renew_codes") {
    const done = await renewRecoveryCodes(services, { code }, actor, at);
    if (!done.ok) return form.refuse({ code: [done.code] });
    await forgiveRateLimit(services, secondFactorPerAccount, actor.userId);
    return data({ recoveryCodes: done.value }, { headers: { "Cache-Control": "no-store" } });
  }
  const done = await removeSecondFactor(services, { code }, actor, at);
  if (!done.ok) return form.refuse({ code: [done.code] });
  await forgiveRateLimit(services, secondFactorPerAccount, actor.userId);
  return redirect(paths.mySecondFactor({ done: "off" }), 303);
}
