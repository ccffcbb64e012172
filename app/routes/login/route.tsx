import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { pathAfterSignIn } from "#app/auth/after-sign-in.ts";
import { pendingMinutes } from "#app/auth/pending-sign-in.server.ts";
import { personaSkipsSecondFactor } from "#app/auth/persona-sign-in.server.ts";
import { anyone } from "#app/auth/policies.ts";
import { signInPerAccount, signInPerAddress } from "#app/auth/rate-limit-rules.ts";
import { pendingCookie, sessionCookie } from "#app/auth/session-cookie.ts";
import { signIn } from "#app/auth/sign-in.server.ts";
import { type LoginInput, loginForm } from "#app/domain/accounts/account-form.ts";
import { isStaff } from "#app/domain/actor.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit, forgiveRateLimit } from "#app/http/rate-limit.server.ts";
import { isHttps } from "#app/http/site-options.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { demoPersonas, demoTotpSecret } from "#db/seed/personas.ts";
import { DemoAccounts } from "./demo-accounts.tsx";

export const loader = guardLoader(anyone, ({ services, actor, url, locale, t, context }) => {
  const next = url.searchParams.get("next");
  if (context.enrolling) throw redirect(paths.mySecondFactor({ next: next ?? undefined }));
  if (actor.kind === "user") {
    throw redirect(pathAfterSignIn(next, { isStaff: isStaff(actor), hasOrganization: actor.memberships.length > 0 }));
  }
  const personas = services.env.mode === "demo" ? demoPersonas : [];
  return {
    page: { title: t.accounts.login.title, isPrivate: true },
    next,
    hasJoined: url.searchParams.has("joined"),
    hasReset: url.searchParams.has("reset"),
    demoAccounts: personas.map(({ key, email, password, name, role }) => ({
      key,
      email,
      password,
      name,
      role: role[locale],
    })),
    demoSecret: services.env.mode === "demo" ? demoTotpSecret : null,
  };
});

export const action = guardAction(anyone, async ({ request, services, url, context }) => {
  const form = parseForm(await request.formData(), loginForm);
  if (!form.ok) return form.reply;
  const { email, password, persona } = form.value;
  const address = context.clientAddress;
  await enforceRateLimit(services, signInPerAddress, address);
  await enforceRateLimit(services, signInPerAccount, email, address);
  const input = {
    email,
    password,
    previousIdHash: context.sessionIdHash,
    device: context.device ?? "",
    skipsSecondFactor: personaSkipsSecondFactor(services.env, email, persona !== undefined),
  };
  const result = await signIn(services.db, input, services.clock.now());
  if (!result.ok) return form.refuse({ "": [result.code] });
  await forgiveRateLimit(services, signInPerAddress, address);
  await forgiveRateLimit(services, signInPerAccount, email, address);
  const next = url.searchParams.get("next");
  const isSecure = isHttps(services.env);
  if (result.value.step === "code") {
    const waiting = pendingCookie(result.value.pendingId, pendingMinutes * 60, isSecure);
    return redirect(paths.loginCode({ next: next ?? undefined }), { status: 303, headers: { "Set-Cookie": waiting } });
  }
  const { session } = result.value;
  const cookie = sessionCookie(session.sessionId, session.lifetimeSeconds, isSecure);
  return redirect(pathAfterSignIn(next, result.value), { status: 303, headers: { "Set-Cookie": cookie } });
});

export default function LoginPage() {
  const { next, hasJoined, hasReset, demoAccounts, demoSecret } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.accounts.login;
  const [form, fields] = useForm<LoginInput>({ id: "login", lastResult: useActionData<typeof action>()?.result });
  const here = paths.login({ next: next ?? undefined });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      form={form}
      messages={t.accounts.messages}
      labels={{ email: t.accounts.email, password: t.accounts.password }}
    >
      {hasJoined && (
        <Banner tone="success" title={words.joinedTitle}>
          <p>{words.joinedText}</p>
        </Banner>
      )}
      {hasReset && <Banner tone="success" title={t.accounts.reset.done} />}
      {next && !hasJoined && (
        <Banner tone="info" title={words.neededTitle}>
          {words.neededText}
        </Banner>
      )}
      <Form form={form} action={here}>
        <TextField
          field={fields.email}
          label={t.accounts.email}
          type="email"
          inputMode="email"
          autoComplete="username"
        />
        <TextField
          field={fields.password}
          label={t.accounts.password}
          type="password"
          autoComplete="current-password"
        />
        <SubmitButton wide>{words.submit}</SubmitButton>
      </Form>
      <p>
        <Link className="tap" to={paths.forgotPassword()}>
          {t.accounts.forgot.link}
        </Link>
      </p>
      <p>
        {words.noAccount} <Link to={paths.join({ next: next ?? undefined })}>{words.joinLink}</Link>
      </p>
      {demoAccounts.length > 0 && <DemoAccounts accounts={demoAccounts} secret={demoSecret} action={here} />}
    </Page>
  );
}
