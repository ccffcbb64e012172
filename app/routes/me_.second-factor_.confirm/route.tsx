import { useForm } from "@conform-to/react";
import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { demoCodeOf } from "#app/auth/persona-sign-in.server.ts";
import { signedIn } from "#app/auth/policies.ts";
import { secondFactorPerAccount } from "#app/auth/rate-limit-rules.ts";
import { getSecondFactor, takeSecondFactor } from "#app/auth/second-factor.server.ts";
import { hasFreshSecondFactor, markSecondFactor } from "#app/auth/sessions.server.ts";
import { secondFactorCodeField } from "#app/domain/accounts/account.ts";
import { type ConfirmCodeInput, confirmCodeForm } from "#app/domain/accounts/account-form.ts";
import { pageBehindFile } from "#app/http/file-behind.ts";
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
import { FileSaved } from "./file-saved.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, url, t, context }) => {
  const at = services.clock.now();
  const next = safeNextPath(url.searchParams.get("next"), paths.me());
  const back = url.searchParams.get("done") === "file" ? pageBehindFile(next) : null;
  if (back !== null && hasFreshSecondFactor(context, at)) {
    const page = { title: t.secondFactor.confirm.file.title, isPrivate: true, refreshTo: next };
    return { page, next, back, hasFactor: true, demoCode: null };
  }
  const factor = await getSecondFactor(services, { userId: actor.userId });
  return {
    page: { title: t.secondFactor.confirm.title, isPrivate: true },
    next,
    back: null,
    hasFactor: factor !== null && factor.enrolledAt !== null,
    demoCode: demoCodeOf(services.env, factor, at),
  };
});

/** The fields of a form that was sent here on its way (307): they go on, untouched, with the code. */
function keptOf(formData: FormData): [string, string][] {
  return [...formData].flatMap(([name, value]): [string, string][] =>
    name === secondFactorCodeField || typeof value !== "string" ? [] : [[name, value]],
  );
}

/** The code once more in a running session (E3): what asked for it has five minutes. */
export const action = guardAction(signedIn, async ({ request, services, actor, url, context }) => {
  const formData = await request.formData();
  const kept = keptOf(formData);
  // Another page's form, sent on to here: nobody has tried a code yet.
  if (!formData.has(secondFactorCodeField) && kept.length > 0) return data({ result: undefined, kept });
  const form = parseForm(formData, confirmCodeForm);
  if (!form.ok) return data({ ...form.reply.data, kept }, { status: form.reply.init?.status });
  await enforceRateLimit(services, secondFactorPerAccount, actor.userId);
  const at = services.clock.now();
  const result = await takeSecondFactor(
    services,
    { userId: actor.userId, code: form.value[secondFactorCodeField] },
    at,
  );
  if (!result.ok)
    return data({ ...form.refuse({ [secondFactorCodeField]: [result.code] }).data, kept }, { status: 422 });
  await forgiveRateLimit(services, secondFactorPerAccount, actor.userId);
  if (context.sessionIdHash !== null) await markSecondFactor(services.db, context.sessionIdHash, at);
  const next = safeNextPath(url.searchParams.get("next"), paths.me());
  if (kept.length > 0) return redirect(next, 307);
  return redirect(pageBehindFile(next) === null ? next : paths.confirmSecondFactor({ next, done: "file" }), 303);
});

export default function ConfirmSecondFactorPage() {
  const { next, back, hasFactor, demoCode } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.secondFactor.confirm;
  const reply = useActionData<typeof action>();
  const kept = reply?.kept ?? [];
  const [form, fields] = useForm<ConfirmCodeInput>({
    id: "confirm",
    lastResult: reply?.result,
    defaultValue: { [secondFactorCodeField]: demoCode ?? undefined },
  });
  if (back !== null) return <FileSaved file={next} back={back} />;
  return (
    <Page
      title={words.title}
      lead={kept.length > 0 ? words.keptLead : words.lead}
      narrow
      form={form}
      messages={t.secondFactor.messages}
      labels={{ [secondFactorCodeField]: t.secondFactor.code }}
    >
      {hasFactor ? (
        <Form form={form} action={paths.confirmSecondFactor({ next })}>
          {kept.map(([name, value]) => (
            <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
          ))}
          <TextField
            field={fields[secondFactorCodeField]}
            label={t.secondFactor.code}
            hint={demoCode ? t.secondFactor.signIn.demo : t.secondFactor.codeHint}
            autoComplete="one-time-code"
            width="short"
          />
          <SubmitButton wide>{kept.length > 0 ? words.keptSubmit : words.submit}</SubmitButton>
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
