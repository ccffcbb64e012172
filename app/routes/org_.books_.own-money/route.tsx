import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { actorUserId } from "#app/domain/actor.ts";
import { uncoveredFen } from "#app/domain/books/books.ts";
import { getBooks } from "#app/domain/books/books-queries.server.ts";
import { chooseCharity } from "#app/domain/books/choose-charity.ts";
import { decideOwnMoney } from "#app/domain/books/decide-own-money.server.ts";
import { decideOwnMoneyForm, ownMoneyForm } from "#app/domain/books/own-money-form.ts";
import { listOwnMoney } from "#app/domain/books/own-money-queries.server.ts";
import { aloneUpToFen, recordOwnMoney } from "#app/domain/books/record-own-money.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { formatYuan } from "#app/domain/money.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { OwnMoneyList } from "./own-money-list.tsx";
import { RecordOwnMoney, type RecordOwnMoneyValues } from "./record-own-money.tsx";

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const at = services.clock.now();
  const of = { charityId: charity.id };
  const payments = await listOwnMoney(services.db, of);
  return {
    page: { title: t.books.own.title, isPrivate: true },
    charity,
    today: dayInChina(at),
    limitFen: await aloneUpToFen(services.db, { ...of, at }),
    openFen: uncoveredFen(await getBooks(services.db, of)),
    done: url.searchParams.get("done"),
    payments: payments.map(({ recordedById, ...payment }) => ({
      ...payment,
      canApprove: payment.state === "proposed" && recordedById !== actorUserId(actor),
    })),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, url }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const formData = await request.formData();
  const at = services.clock.now();
  const done = (step: string) => redirect(paths.organizationOwnMoney({ charity: charity.id, done: step }), 303);
  if (formData.get("intent") === "record") {
    const form = parseForm(formData, ownMoneyForm(dayInChina(at)));
    if (!form.ok) return form.reply;
    const { amount, charityId, documentNumber, paidOn, note } = form.value;
    const input = { charityId, amountFen: amount, documentNumber, paidOn, note };
    const result = await recordOwnMoney(services.db, input, actor, at);
    if (result.ok) return done(result.value);
    if (result.code === "not_found") throw notFound();
    return form.refuse({ documentNumber: [result.code] });
  }
  const form = parseForm(formData, decideOwnMoneyForm);
  if (!form.ok) return form.reply;
  const reason = form.value.intent === "reject" ? form.value.reason : null;
  const result = await decideOwnMoney(services.db, { ownMoneyId: form.value.ownMoneyId, reason }, actor, at);
  if (result.ok) return done(result.value === "approved" ? "posted" : "rejected");
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

/** Own money that covers fees and losses: recorded by one person, above a sum checked by another. */
export default function OwnMoneyPage() {
  const t = useMessages();
  const words = t.books.own;
  const { charity, today, limitFen, openFen, done, payments } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<RecordOwnMoneyValues>({
    id: "own-money",
    lastResult: useActionData<typeof action>()?.result,
  });
  return (
    <Page
      title={words.title}
      lead={`${words.lead} ${limitFen === null ? words.alwaysTwo : words.twoPeople(formatYuan(limitFen))}`}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationBooks({ charity: charity.id }), label: t.books.title },
      ]}
      form={form}
      messages={words.errors}
      labels={{
        amount: words.amount,
        documentNumber: words.documentNumber,
        paidOn: words.paidOn,
        reason: words.reason,
      }}
    >
      {done === "posted" && <Banner tone="success" title={words.posted} />}
      {done === "proposed" && <Banner tone="success" title={words.proposed} />}
      <RecordOwnMoney form={form} fields={fields} charityId={charity.id} openFen={openFen} today={today} />
      <Section title={words.list} id="list">
        {payments.length === 0 ? <p className="text-muted">{words.none}</p> : <OwnMoneyList payments={payments} />}
      </Section>
    </Page>
  );
}
