import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { bookingsWithoutLine, listBankBookings } from "#app/domain/bank-statements/booking-queries.server.ts";
import { getStatementPeriod, listLines } from "#app/domain/bank-statements/line-queries.server.ts";
import { chooseCharity } from "#app/domain/books/choose-charity.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listFindings } from "#app/domain/reconciliation/comparison-queries.server.ts";
import { resolveFinding } from "#app/domain/reconciliation/resolve-finding.server.ts";
import { resolveFindingForm } from "#app/domain/reconciliation/resolve-finding-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { BankSection } from "./bank-section.tsx";
import { FindingPanel } from "./finding-panel.tsx";
import { SettledTable } from "./settled-table.tsx";

const mostListed = 200;

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const of = { charityId: charity.id, limit: mostListed };
  const { db, sealer, clock } = services;
  const period = await getStatementPeriod(db, of);
  const bookings = period === null ? [] : await listBankBookings(db, of);
  return {
    page: { title: t.books.differences.title, isPrivate: true },
    charity,
    open: await listFindings(services.db, { ...of, isOpen: true }),
    settled: await listFindings(services.db, { ...of, isOpen: false }),
    bank: period !== null && {
      lines: await listLines(db, { ...of, state: "open", offset: 0 }, sealer),
      bookings: bookingsWithoutLine(bookings, period, dayInChina(clock.now())).slice(0, mostListed),
    },
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, url }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const form = parseForm(await request.formData(), resolveFindingForm);
  if (!form.ok) return form.reply;
  const result = await resolveFinding(services.db, form.value, actor, services.clock.now());
  if (result.ok) return redirect(paths.organizationDifferences({ charity: charity.id }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

/** Where books, provider and bank disagree; each is explained by a member, or gone at the next comparison. */
export default function DifferencesPage() {
  const t = useMessages();
  const words = t.books.differences;
  const { charity, open, settled, bank } = useLoaderData<typeof loader>();
  const [form] = useForm({ id: "differences", lastResult: useActionData<typeof action>()?.result });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationBooks({ charity: charity.id }), label: t.books.title },
      ]}
      form={form}
      messages={words.errors}
      labels={{ note: words.note }}
    >
      {open.length === 0 ? (
        <EmptyState title={words.none} icon="circle-check" />
      ) : (
        <ul className="grid gap-4">
          {open.map((finding) => (
            <li key={finding.id}>
              <FindingPanel finding={finding} />
            </li>
          ))}
        </ul>
      )}
      {bank !== false && <BankSection {...bank} />}
      <Section title={words.settled} id="settled">
        {settled.length === 0 ? <p className="text-muted">{words.noneSettled}</p> : <SettledTable rows={settled} />}
      </Section>
    </Page>
  );
}
