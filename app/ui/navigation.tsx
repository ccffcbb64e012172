import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Icon } from "./icon.tsx";

type PaginationProps = {
  page: number;
  pages: number;
  /** The address of a page, with all filters kept. */
  to: (page: number) => string;
};

/** Previous, where we are, next: links, so that page 2 works without JavaScript and by Enter (U16). */
export function Pagination({ page, pages, to }: PaginationProps) {
  const t = useMessages();
  if (pages <= 1) return null;
  return (
    <nav aria-label={t.layout.pages} className="no-print flex flex-wrap items-center justify-between gap-4 pt-4">
      <span className="min-w-target">
        {page > 1 && (
          <Link to={to(page - 1)} rel="prev" className="button button-secondary">
            <Icon name="arrow-left" />
            {t.common.previousPage}
          </Link>
        )}
      </span>
      <span className="figure">{t.common.page(page, pages)}</span>
      <span className="min-w-target">
        {page < pages && (
          <Link to={to(page + 1)} rel="next" className="button button-secondary">
            {t.common.nextPage}
            <Icon name="arrow-right" />
          </Link>
        )}
      </span>
    </nav>
  );
}

export type Tab = { to: string; label: ReactNode; count?: number; isCurrent: boolean };

/** Views of one list as links with counts; a view is an address (U21). */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="no-print tabs">
      <ul>
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link to={tab.to} aria-current={tab.isCurrent ? "page" : undefined}>
              {tab.label}
              {tab.count !== undefined && <span className="count">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export type FilterChip = {
  label: ReactNode;
  /** The same list without this filter. */
  withoutTo: string;
};

/** The filters in use, each removable by one link (U16). */
export function FilterChips({ chips, clearTo }: { chips: readonly FilterChip[]; clearTo: string }) {
  const t = useMessages();
  if (chips.length === 0) return null;
  return (
    <ul className="no-print flex flex-wrap items-center gap-2" aria-label={t.common.filtersInUse}>
      {chips.map((chip) => (
        <li key={chip.withoutTo}>
          <Link to={chip.withoutTo} className="chip">
            {chip.label}
            <Icon name="x" />
            <span className="sr-only">{t.common.removeFilter}</span>
          </Link>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <Link to={clearTo} className="tap px-2">
            {t.common.clearFilters}
          </Link>
        </li>
      )}
    </ul>
  );
}

export type Facet = { value: string; label: ReactNode; count: number; to: string; isChosen?: boolean };

/** One facet: values with counts as links. Open on wide screens and where something is chosen. */
export function FacetList({
  title,
  facets,
  isOpen = true,
  areAtLeast = false,
}: {
  title: string;
  facets: readonly Facet[];
  isOpen?: boolean;
  /** The counts are at least so: a plus stands behind them. */
  areAtLeast?: boolean;
}) {
  if (facets.length === 0) return null;
  return (
    <details className="facet no-print" open={isOpen || facets.some((facet) => facet.isChosen)}>
      <summary className="tap w-full font-bold">{title}</summary>
      <ul>
        {facets.map((facet) => (
          <li key={facet.value}>
            <Link to={facet.to} aria-current={facet.isChosen ? "true" : undefined}>
              <span>{facet.label}</span>
              <span className="figure text-muted">
                {facet.count}
                {areAtLeast && "+"}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

export type Task = {
  to?: string;
  title: ReactNode;
  hint?: ReactNode;
  /** A `StateBadge`. */
  status: ReactNode;
  /** Stable key. */
  id: string;
};

/** What must be done on a case, each with its state (U23). A task without `to` cannot be started yet. */
export function TaskList({ tasks }: { tasks: readonly Task[] }) {
  return (
    <ul className="border-t border-line">
      {tasks.map((task) => (
        <li key={task.id} className="task">
          <div className="min-w-0">
            {task.to ? <Link to={task.to}>{task.title}</Link> : <span className="text-muted">{task.title}</span>}
            {task.hint && <div className="text-sm text-muted">{task.hint}</div>}
          </div>
          <div className="flex-none">{task.status}</div>
        </li>
      ))}
    </ul>
  );
}
