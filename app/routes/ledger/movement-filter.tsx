import type { LedgerTransactionKind } from "#app/domain/ledger/ledger.ts";
import type { MovementFilter } from "#app/domain/public-ledger/movement.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

export type FilterChoices = {
  years: readonly number[];
  kinds: readonly LedgerTransactionKind[];
  villages: readonly { code: string; name: string }[];
};

type Choice = { value: string; label: string };

/** The filter as part of an address. */
export function filterQuery(filter: MovementFilter) {
  return {
    year: filter.year ?? undefined,
    kind: filter.kind ?? undefined,
    fund: filter.fundCode ?? undefined,
    region: filter.regionCode ?? undefined,
  };
}

type MovementFilterFormProps = {
  filter: MovementFilter;
  choices: FilterChoices;
  funds: readonly { code: string; name: string }[];
};

/** Year, fund and village as a plain GET form: a filtered view is an address. */
export function MovementFilterForm({ filter, choices, funds }: MovementFilterFormProps) {
  const t = useMessages();
  const words = t.ledger.movements;
  return (
    <form action={`${paths.ledger()}#movements`} className="no-print flex flex-wrap items-end gap-4">
      <FilterSelect
        name="year"
        label={words.year}
        chosen={filter.year === null ? "" : String(filter.year)}
        choices={[
          { value: "", label: words.allYears },
          ...choices.years.map((year) => ({ value: String(year), label: String(year) })),
        ]}
      />
      <FilterSelect
        name="kind"
        label={words.what}
        chosen={filter.kind ?? ""}
        choices={[
          { value: "", label: words.allKinds },
          ...choices.kinds.map((kind) => ({ value: kind, label: t.ledger.transactionKinds[kind] })),
        ]}
      />
      <FilterSelect
        name="fund"
        label={words.fund}
        chosen={filter.fundCode ?? ""}
        choices={[
          { value: "", label: words.allFunds },
          ...funds.map((fund) => ({ value: fund.code, label: fund.name })),
        ]}
      />
      <FilterSelect
        name="region"
        label={words.village}
        chosen={filter.regionCode ?? ""}
        choices={[
          { value: "", label: words.allVillages },
          ...choices.villages.map((village) => ({ value: village.code, label: village.name })),
        ]}
      />
      <button type="submit" className="button button-secondary">
        {words.apply}
      </button>
    </form>
  );
}

function FilterSelect(props: { name: string; label: string; chosen: string; choices: readonly Choice[] }) {
  const id = `filter-${props.name}`;
  return (
    <div className="field min-w-0 max-w-full">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} name={props.name} defaultValue={props.chosen} className="field-input">
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
