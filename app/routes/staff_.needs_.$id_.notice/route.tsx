import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { earliestClose } from "#app/domain/notices/notice.ts";
import { noticeBody, readNoticeBody } from "#app/domain/notices/notice-body.ts";
import { getLatestObjectionPhone } from "#app/domain/notices/notice-staff-queries.server.ts";
import { getWholeNumberSetting } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { getNoticeSource } from "#app/domain/verification/notice-source-queries.server.ts";
import { openNotice } from "#app/domain/verification/open-notice.server.ts";
import { openNoticeForm } from "#app/domain/verification/verification-form.ts";
import { approverRoles } from "#app/domain/verification/verification-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { NoticeFactsView } from "#app/ui/notice-facts.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { answerStep, loadStep } from "../staff_.needs_.$id/step-page.server.ts";
import { StepPage } from "../staff_.needs_.$id/step-page.tsx";

export const loader = guardLoader(staff(...approverRoles), async (args) => {
  const { need, verification } = await loadStep(args, "notice");
  const { db, clock } = args.services;
  const now = clock.now();
  const key = { regionCode: need.regionCode, key: "notice.minDays", day: dayInChina(now) };
  const [rule, phone, source] = await Promise.all([
    getWholeNumberSetting(db, key),
    getLatestObjectionPhone(db, need.regionCode),
    getNoticeSource(db, need),
  ]);
  const { meeting } = verification;
  return {
    page: { title: args.t.verification.steps.notice.title, isPrivate: true },
    need: { id: need.id, title: need.title, publicCode: need.publicCode },
    // Only what will be public leaves the loader: the same masked facts that are stored.
    facts: meeting && readNoticeBody(noticeBody({ ...source, meeting })),
    rule: rule && { ...rule, endsAt: formatMinute(earliestClose(now, rule.value)) },
    phone,
  };
});

export const action = guardAction(staff(...approverRoles), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), openNoticeForm);
  if (!form.ok) return form.reply;
  const input = { needId: params.id ?? "", ...form.value };
  const result = await openNotice(services.db, input, actor, services.clock.now());
  return answerStep(result, form, { needId: input.needId, done: "noticed" });
});

export default function OpenNoticePage() {
  const t = useMessages();
  const words = t.verification.steps.notice;
  const { need, facts, rule, phone } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ objectionPhone: string }>({
    id: "notice",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { objectionPhone: phone ?? "" },
  });
  return (
    <StepPage
      need={need}
      title={words.title}
      lead={words.lead}
      form={form}
      labels={{ objectionPhone: words.phone }}
      aside={
        rule && (
          <Panel title={words.daysTitle} tone="pine">
            <p className="font-bold">{words.days(rule.value)}</p>
            <p className="text-sm text-muted">{words.source(rule.source)}</p>
            <p className="text-sm text-muted">{words.endsAt(rule.endsAt)}</p>
          </Panel>
        )
      }
    >
      {rule === null ? (
        <Banner tone="warning" title={words.ruleMissing}>
          <p>{words.ruleMissingHint}</p>
        </Banner>
      ) : (
        <Form form={form}>
          <TextField
            field={fields.objectionPhone}
            label={words.phone}
            hint={words.phoneHint}
            type="tel"
            autoComplete="off"
            width="medium"
          />
          <SubmitButton icon="megaphone" wide>
            {words.submit}
          </SubmitButton>
        </Form>
      )}
      <Section title={words.preview} lead={words.previewHint}>
        <h3 className="text-lg">{need.title}</h3>
        {facts && <NoticeFactsView facts={facts} />}
      </Section>
    </StepPage>
  );
}
