import { useForm } from "@conform-to/react";
import { data } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { answerDeduction } from "#app/domain/donations/tax-deduction.ts";
import { type TaxDeductionInput, taxDeductionForm } from "#app/domain/donations/tax-deduction-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { DeductionAnswerSection } from "./deduction-answer.tsx";
import { DeductionFields } from "./deduction-fields.tsx";

/** The calculator (S106): a form sent by GET, so that an answer can be kept as an address. What is typed is stored nowhere. */
export const loader = guardLoader(anyone, ({ services, url, t }) => {
  const today = dayInChina(services.clock.now());
  const shown = {
    page: { title: t.taxDeduction.title, description: t.taxDeduction.lead },
    // A receipt leads here with the gift filled in; the rest is the donor's to say.
    typed: typedFields(url.searchParams, today),
  };
  if (!url.searchParams.has("base")) return data({ ...shown, result: undefined, answer: null });
  const form = parseForm(url.searchParams, taxDeductionForm);
  if (!form.ok) return data({ ...shown, result: form.reply.data.result, answer: null }, { status: 422 });
  return data({ ...shown, result: undefined, answer: answerDeduction(form.value, today) });
});

function typedFields(query: URLSearchParams, today: string): Partial<Record<keyof TaxDeductionInput, string>> {
  const of = (name: keyof TaxDeductionInput) => query.get(name) ?? undefined;
  return {
    donor: of("donor"),
    day: of("day") ?? today,
    amount: of("amount"),
    base: of("base"),
    isForTargetArea: of("isForTargetArea"),
  };
}

export default function TaxDeductionPage() {
  const t = useMessages();
  const words = t.taxDeduction;
  const { typed, result, answer } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<TaxDeductionInput>({ id: "deduction", lastResult: result, defaultValue: typed });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.policies(), label: t.layout.policies }]}
      form={form}
      messages={words.errors}
      labels={{ donor: words.form.donor, day: words.form.day, amount: words.form.amount, base: words.form.base }}
      aside={
        <Panel title={words.needed.title}>
          <ul className="list-disc pl-5">
            <li>{words.needed.receipt}</li>
            <li>{words.needed.qualification}</li>
            <li>{words.needed.way}</li>
          </ul>
        </Panel>
      }
    >
      {answer !== null && <DeductionAnswerSection answer={answer} />}
      <DeductionFields form={form} fields={fields} />
    </Page>
  );
}
