import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { pathAfterSignIn } from "#app/auth/after-sign-in.ts";
import { getPendingSignIn } from "#app/auth/pending-sign-in.server.ts";
import { demoCodeOf } from "#app/auth/persona-sign-in.server.ts";
import { anyone } from "#app/auth/policies.ts";
import { secondFactorPerAccount } from "#app/auth/rate-limit-rules.ts";
import { getSecondFactor } from "#app/auth/second-factor.server.ts";
import { pendingCookie, readPendingCookie, sessionCookie } from "#app/auth/session-cookie.ts";
import { signInWithCode } from "#app/auth/sign-in.server.ts";
import { type CodeInput, codeForm } from "#app/domain/accounts/account-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit, forgiveRateLimit } from "#app/http/rate-limit.server.ts";
import { isHttps } from "#app/http/site-options.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(anyone, async ({ request, services, url, t }) => {
  const at = services.clock.now();
  const next = url.searchParams.get("next") ?? undefined;
  const pendingId = readPendingCookie(request.headers.get("Cookie"), isHttps(services.env));
  const pending = await getPendingSignIn(services.db, pendingId, at);
  if (pending === null) throw redirect(paths.login({ next }));
  const factor = services.env.mode === "demo" ? await getSecondFactor(services, { userId: pending.userId }) : null;
  return {
    page: { title: t.secondFactor.signIn.title, isPrivate: true },
    next,
    demoCode: demoCodeOf(services.env, factor, at),
  };
});

/** The second step of signing in (E3): without a password that was right a moment ago there is nothing to try here. */
export const action = guardAction(anyone, async ({ request, services, url, context }) => {
  const at = services.clock.now();
  const next = url.searchParams.get("next");
  const isSecure = isHttps(services.env);
  const pendingId = readPendingCookie(request.headers.get("Cookie"), isSecure);
  const pending = await getPendingSignIn(services.db, pendingId, at);
  if (pending === null) throw redirect(paths.login({ next: next ?? undefined }), 303);
  const form = parseForm(await request.formData(), codeForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, secondFactorPerAccount, pending.userId);
  const { sessionIdHash: previousIdHash, device = "" } = context;
  const result = await signInWithCode(services, { pendingId, code: form.value.code, previousIdHash, device }, at);
  if (!result.ok) return form.refuse({ [result.code === "wrong_code" ? "code" : ""]: [result.code] });
  await forgiveRateLimit(services, secondFactorPerAccount, pending.userId);
  const { session } = result.value;
  const headers = new Headers({ "Set-Cookie": sessionCookie(session.sessionId, session.lifetimeSeconds, isSecure) });
  headers.append("Set-Cookie", pendingCookie("", 0, isSecure));
  return redirect(pathAfterSignIn(next, result.value), { status: 303, headers });
});

export default function LoginCodePage() {
  const { next, demoCode } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.secondFactor.signIn;
  const [form, fields] = useForm<CodeInput>({
    id: "code",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { code: demoCode ?? undefined },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      narrow
      form={form}
      messages={t.secondFactor.messages}
      labels={{ code: t.secondFactor.code }}
    >
      <Form form={form} action={paths.loginCode({ next })}>
        <TextField
          field={fields.code}
          label={t.secondFactor.code}
          hint={demoCode ? words.demo : t.secondFactor.codeHint}
          autoComplete="one-time-code"
          width="short"
        />
        <SubmitButton wide>{words.submit}</SubmitButton>
      </Form>
      <p className="text-muted">{words.lost}</p>
      <p>
        <Link className="tap" to={paths.login({ next })}>
          {words.again}
        </Link>
      </p>
    </Page>
  );
}
