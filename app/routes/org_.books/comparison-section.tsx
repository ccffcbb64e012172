import type { FeeState } from "#app/domain/books/books-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import type { ComparisonState } from "#app/domain/reconciliation/comparison-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";

type Props = { comparison: ComparisonState & { openCount: number }; fees: FeeState; charityId: string };

/** Whether the books agree with the provider, since when, and whether all fees are known. */
export function ComparisonSection({ comparison, fees, charityId }: Props) {
  const t = useMessages();
  const words = t.books;
  const { lastRun, openCount, isRequested } = comparison;
  return (
    <Section title={words.comparison.title} lead={words.comparison.lead} id="comparison">
      {lastRun === null ? (
        <p>{words.comparison.never}</p>
      ) : (
        <p>{words.comparison.last(formatMinute(lastRun.ranAt), lastRun.compared)}</p>
      )}
      <p className="flex flex-wrap items-center gap-3">
        {openCount > 0 ? (
          <StateBadge tone="danger">{words.comparison.open(openCount)}</StateBadge>
        ) : (
          lastRun !== null && <StateBadge tone="success">{words.comparison.clean}</StateBadge>
        )}
        <ButtonLink to={paths.organizationDifferences({ charity: charityId })} tone="quiet">
          {words.comparison.see}
        </ButtonLink>
        <ButtonLink to={paths.organizationBank({ charity: charityId })} tone="quiet">
          {t.bankStatements.link}
        </ButtonLink>
      </p>
      {isRequested ? (
        <Banner tone="info" title={words.comparison.requested} />
      ) : (
        <Form action={paths.organizationBooks({ charity: charityId })}>
          <SubmitButton tone="secondary">{words.comparison.request}</SubmitButton>
        </Form>
      )}
      <h3 className="mt-4 text-lg">{words.fees.title}</h3>
      <p>
        {words.fees.known(fees.knownCount)}
        {" · "}
        {fees.openCount > 0 ? words.fees.open(fees.openCount, formatYuan(fees.openFen)) : words.fees.complete}
      </p>
    </Section>
  );
}
