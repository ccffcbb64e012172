import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { complaintLooksPerAddress } from "#app/auth/rate-limit-rules.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { complaintCodeForm } from "#app/domain/complaints/complaint-form.ts";
import { getComplaintByCode, listComplaintFigures } from "#app/domain/complaints/complaint-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink, MoreLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { FiguresOfYears } from "./figures-of-years.tsx";

export const loader = guardLoader(anyone, async ({ services, t }) => ({
  page: { title: t.complaints.title, description: t.complaints.lead },
  figures: await listComplaintFigures(services.db, { today: dayInChina(services.clock.now()) }),
}));

/** Finds a complaint by its typed code: by POST, so that the code stands in no query. */
export const action = guardAction(anyone, async ({ request, services, context }) => {
  const form = parseForm(await request.formData(), complaintCodeForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, complaintLooksPerAddress, context.clientAddress);
  const code = form.value.code.normalize("NFKC").trim().toUpperCase().replace(/\s+/g, "-");
  const complaint = await getComplaintByCode(services.db, code);
  return complaint === null ? form.refuse({ code: ["unknown"] }) : redirect(paths.complaint(code), 303);
});

/** How to complain, how it is handled, and what came of all of them: figures only (S121). */
export default function ComplaintsPage() {
  const t = useMessages();
  const words = t.complaints;
  const { figures } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ code: string }>({
    id: "follow",
    lastResult: useActionData<typeof action>()?.result,
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      form={form}
      messages={{ unknown: words.follow.unknown }}
      labels={{ code: words.follow.code }}
      actions={
        <ButtonLink to={paths.complaintNew()} icon="megaphone">
          {words.write}
        </ButtonLink>
      }
    >
      <Section title={words.follow.title}>
        <Form form={form}>
          <TextField field={fields.code} label={words.follow.code} hint={words.follow.hint} autoComplete="off" />
          <SubmitButton tone="secondary">{words.follow.submit}</SubmitButton>
        </Form>
      </Section>
      <Section title={words.how.title}>
        <ol className="max-w-measure list-decimal pl-6">
          {words.how.steps.map((step) => (
            <li key={step} className="mt-2">
              {step}
            </li>
          ))}
        </ol>
        <MoreLink to={paths.policy("complaints")}>{t.layout.report}</MoreLink>
      </Section>
      <Section title={words.figures.title} lead={words.figures.lead}>
        <FiguresOfYears figures={figures} />
      </Section>
    </Page>
  );
}
