import { useForm } from "@conform-to/react";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { accountHolder } from "#app/auth/policies.ts";
import { getSecondFactor } from "#app/auth/second-factor.server.ts";
import { totpUri } from "#app/auth/totp.server.ts";
import type { CodeInput } from "#app/domain/accounts/account-form.ts";
import { mustHaveSecondFactor } from "#app/domain/actor.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { qrPathOf } from "#app/http/qr-path.server.ts";
import { safeNextPath } from "#app/http/safe-path.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { BegunFactor } from "./begun-factor.tsx";
import { CodeStep } from "./code-step.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { actOnSecondFactor } from "./second-factor-actions.server.ts";

/** The secret leaves the server only while it is not proved yet. */
export const loader = guardLoader(accountHolder, async ({ services, actor, url, t }) => {
  const factor = await getSecondFactor(services, { userId: actor.userId });
  const isBegun = factor !== null && factor.enrolledAt === null;
  return {
    page: { title: t.secondFactor.title, isPrivate: true },
    enrolledAt: factor?.enrolledAt ?? null,
    recoveryCodesLeft: factor?.recoveryCodesLeft ?? 0,
    begun: isBegun ? { secret: factor.secret, qr: qrPathOf(totpUri(factor.secret, actor.email)) } : null,
    mustHave: mustHaveSecondFactor(actor),
    isOff: url.searchParams.get("done") === "off",
    goOn: safeNextPath(url.searchParams.get("next"), paths.me()),
  };
});

export const action = guardAction(accountHolder, async ({ request, actor, context, url }) => {
  const next = url.searchParams.get("next") ?? undefined;
  return actOnSecondFactor({ formData: await request.formData(), actor, context, next });
});

/** Turning the second factor on, and looking after it (E3). */
export default function SecondFactorPage() {
  const { enrolledAt, recoveryCodesLeft, begun, mustHave, isOff, goOn } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.secondFactor;
  const reply = useActionData<typeof action>();
  const lastResult = reply && "result" in reply ? reply.result : undefined;
  const [begin] = useForm({ id: "begin", lastResult: replyTo(lastResult, "begin") });
  const [confirm, confirmFields] = useForm<CodeInput>({ id: "confirm", lastResult: replyTo(lastResult, "confirm") });
  const [renew, renewFields] = useForm<CodeInput>({ id: "renew", lastResult: replyTo(lastResult, "renew_codes") });
  const [remove, removeFields] = useForm<CodeInput>({ id: "remove", lastResult: replyTo(lastResult, "remove") });
  if (reply && "recoveryCodes" in reply) return <RecoveryCodes codes={reply.recoveryCodes} goOn={goOn} />;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}
      narrow
      forms={[begin, confirm, renew, remove]}
      messages={words.messages}
      labels={{ code: words.code }}
    >
      {isOff && <Banner tone="success" title={words.off} />}
      {mustHave && enrolledAt === null && (
        <Banner tone="info" title={words.required.title}>
          <p>{words.required.text}</p>
        </Banner>
      )}
      {begun && <BegunFactor begun={begun} form={confirm} field={confirmFields.code} />}
      {enrolledAt === null && (
        <Section title={begun ? words.scan.again : words.begin.title}>
          {!begun && <p>{words.begin.step}</p>}
          <Form form={begin}>
            <input type="hidden" name="intent" value="begin" />
            <SubmitButton tone={begun ? "secondary" : "primary"}>
              {begun ? words.scan.again : words.begin.submit}
            </SubmitButton>
          </Form>
        </Section>
      )}
      {enrolledAt !== null && (
        <>
          <Section title={words.on.title} action={<Link to={goOn}>{t.layout.me}</Link>}>
            <DescriptionList
              items={[
                { term: words.on.since, details: formatMinute(enrolledAt) },
                { term: words.on.left, details: words.on.leftCount(recoveryCodesLeft) },
              ]}
            />
            {recoveryCodesLeft < 3 && <Banner tone="warning" title={words.on.fewLeft} />}
          </Section>
          <CodeStep intent="renew_codes" form={renew} field={renewFields.code} words={renewWords(words.on)} />
          <CodeStep intent="remove" form={remove} field={removeFields.code} words={removeWords(words.on)} />
        </>
      )}
    </Page>
  );
}

type OnWords = ReturnType<typeof useMessages>["secondFactor"]["on"];
const renewWords = (on: OnWords) => ({ title: on.renew, hint: on.renewHint, submit: on.renewSubmit });
const removeWords = (on: OnWords) => ({ title: on.remove, hint: on.removeHint, submit: on.removeSubmit });
