import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { demoCodeOf } from "#app/auth/persona-sign-in.server.ts";
import { signedIn } from "#app/auth/policies.ts";
import { secondFactorPerAccount } from "#app/auth/rate-limit-rules.ts";
import { getSecondFactor, takeSecondFactor } from "#app/auth/second-factor.server.ts";
import { markSecondFactor } from "#app/auth/sessions.server.ts";
import { type CodeInput, codeForm } from "#app/domain/accounts/account-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit, forgiveRateLimit } from "#app/http/rate-limit.server.ts";
import { safeNextPath } from "#app/http/safe-path.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, url, t }) => {
  const factor = await getSecondFactor(services, { userId: actor.userId });
  return {
    page: { title: t.secondFactor.confirm.title, isPrivate: true },
    next: safeNextPath(url.searchParams.get("next"), paths.me()),
    hasFactor: factor !== null && factor.enrolledAt !== null,
    demoCode: demoCodeOf(services.env, factor, services.clock.now()),
  };
});

/** The code once more in a running session (E3): what asked for it has five minutes. */
export const action = guardAction(signedIn, async ({ request, services, actor, url, context }) => {
  const form = parseForm(await request.formData(), codeForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, secondFactorPerAccount, actor.userId);
  const at = services.clock.now();
  const result = await takeSecondFactor(services, { userId: actor.userId, code: form.value.code }, at);
  if (!result.ok) return form.refuse({ code: [result.code] });
  await forgiveRateLimit(services, secondFactorPerAccount, actor.userId);
  if (context.sessionIdHash !== null) await markSecondFactor(services.db, context.sessionIdHash, at);
  return redirect(safeNextPath(url.searchParams.get("next"), paths.me()), 303);
});

export default function ConfirmSecondFactorPage() {
  const { next, hasFactor, demoCode } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.secondFactor.confirm;
  const [form, fields] = useForm<CodeInput>({
    id: "confirm",
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
      {hasFactor ? (
        <Form form={form} action={paths.confirmSecondFactor({ next })}>
          <TextField
            field={fields.code}
            label={t.secondFactor.code}
            hint={demoCode ? t.secondFactor.signIn.demo : t.secondFactor.codeHint}
            autoComplete="one-time-code"
            width="short"
          />
          <SubmitButton wide>{words.submit}</SubmitButton>
        </Form>
      ) : (
        <Banner tone="info" title={words.none}>
          <p>
            <ButtonLink to={paths.mySecondFactor({ next })}>{words.noneLink}</ButtonLink>
          </p>
        </Banner>
      )}
    </Page>
  );
}
