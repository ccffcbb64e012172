import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { getBooks, getFeeState, listBooksMonths, listPurposeBalances } from "#app/domain/books/books-queries.server.ts";
import { chooseCharity } from "#app/domain/books/choose-charity.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getComparisonState, listFindings } from "#app/domain/reconciliation/comparison-queries.server.ts";
import { requestReconciliation } from "#app/domain/reconciliation/request-reconciliation.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { BalanceSection } from "./balance-section.tsx";
import { ComparisonSection } from "./comparison-section.tsx";
import { JournalSection } from "./journal-section.tsx";
import { MonthsSection } from "./months-section.tsx";
import { PurposesSection } from "./purposes-section.tsx";

const refusals = ["refused", "too_long"] as const;

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const { db, clock } = services;
  const at = clock.now();
  const of = { charityId: charity.id };
  const [books, purposes, months, fees, comparison, findings] = await Promise.all([
    getBooks(db, of),
    listPurposeBalances(db, of),
    listBooksMonths(db, of),
    getFeeState(db, of),
    getComparisonState(db, of),
    listFindings(db, { ...of, isOpen: true, limit: 1_000 }),
  ]);
  const today = dayInChina(at);
  return {
    page: { title: t.books.title, isPrivate: true },
    charity,
    asOf: formatMinute(at),
    books,
    purposes,
    months,
    fees,
    comparison: { ...comparison, openCount: findings.length },
    journal: {
      charityId: charity.id,
      fromDay: `${today.slice(0, 4)}-01-01`,
      today,
      refusal: refusals.find((one) => one === url.searchParams.get("journal")) ?? null,
    },
  };
});

/** The one button: compare now. The worker does it. */
export const action = guardAction(organizationMember, async ({ services, actor, url }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const result = await requestReconciliation(services.db, { charityId: charity.id }, actor, services.clock.now());
  if (!result.ok) throw notFound();
  return redirect(`${paths.organizationBooks({ charity: charity.id })}#comparison`, 303);
});

/** Everything a charity's accountant asks: what there is, whose it is, month by month, whether it agrees with the provider. */
export default function BooksPage() {
  const t = useMessages();
  const words = t.books;
  const { charity, asOf, books, purposes, months, fees, comparison, journal } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      lead={`${words.lead(charity.name)} ${words.asOf(asOf)}`}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
      actions={charity.others.map((other) => (
        <ButtonLink key={other.id} to={paths.organizationBooks({ charity: other.id })} tone="quiet">
          {words.otherCharity(other.name)}
        </ButtonLink>
      ))}
    >
      <BalanceSection books={books} charityId={charity.id} />
      <ComparisonSection comparison={comparison} fees={fees} charityId={charity.id} />
      <MonthsSection months={months} />
      <PurposesSection purposes={purposes} />
      <JournalSection {...journal} />
    </Page>
  );
}
