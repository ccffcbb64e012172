import { Link } from "@remix-run/react";
import type { Movement, MovementFilter } from "#app/domain/public-ledger/movement.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Pagination } from "#app/ui/navigation.tsx";
import { Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { FindLotForm } from "./find-lot.tsx";
import { type FilterChoices, filterQuery, MovementFilterForm } from "./movement-filter.tsx";
import { MovementTable } from "./movement-table.tsx";

type MovementsSectionProps = {
  movements: readonly Movement[];
  total: number;
  filter: MovementFilter;
  choices: FilterChoices;
  funds: readonly { code: string; name: string }[];
  page: number;
  pages: number;
  to: (page: number) => string;
};

/** 流水: filtered, paged, and the same selection as a file. */
export function MovementsSection(props: MovementsSectionProps) {
  const { movements, total, filter, choices, funds, page, pages, to } = props;
  const t = useMessages();
  const words = t.ledger.movements;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <Section id="movements" title={words.title} lead={words.lead}>
      <FindLotForm />
      <MovementFilterForm filter={filter} choices={choices} funds={funds} />
      <p className="flex flex-wrap items-center gap-x-6">
        <span className="figure">{words.count(total.toLocaleString("en"))}</span>
        {isFiltered && (
          <>
            <Link to={`${paths.ledger()}#movements`} className="tap">
              {words.clear}
            </Link>
            <a href={paths.ledgerExport(filterQuery(filter))} className="tap" download>
              {t.ledger.exportFiltered}
            </a>
          </>
        )}
      </p>
      {movements.length === 0 ? (
        <EmptyState title={words.empty}>{words.emptyBody}</EmptyState>
      ) : (
        <MovementTable movements={movements} />
      )}
      <Pagination page={page} pages={pages} to={to} />
    </Section>
  );
}
