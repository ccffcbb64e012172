import { Form } from "@remix-run/react";
import type { HouseholdListItem } from "#app/domain/households/household-queries.server.ts";
import type { KeptVillage } from "#app/domain/households/village-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SubmitButton } from "#app/ui/form.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";

type ChooseHouseholdProps = {
  households: readonly HouseholdListItem[];
  villages: readonly KeptVillage[];
  search: string;
};

/** The first step of a visit: which household, or the village itself. */
export function ChooseHousehold({ households, villages, search }: ChooseHouseholdProps) {
  const t = useMessages();
  const words = t.visits;
  return (
    <Section title={words.chooseHousehold}>
      <Form method="get" role="search" className="flex flex-wrap items-end gap-3">
        <div className="field">
          <label htmlFor="q" className="font-bold">
            {words.search}
          </label>
          <p id="q-hint" className="text-sm text-muted">
            {words.searchHint}
          </p>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={search}
            aria-describedby="q-hint"
            className="field-input"
          />
        </div>
        <SubmitButton tone="secondary" icon="search">
          {t.common.search}
        </SubmitButton>
      </Form>
      {households.length === 0 && <EmptyState title={t.households.none}>{t.households.noneHint}</EmptyState>}
      <LinkList
        items={[
          ...households.map((row) => ({
            to: paths.staffVisitNew({ household: row.id }),
            label: row.headName,
            note: [row.villageName, row.groupName, row.registerNumber].filter(Boolean).join(" "),
          })),
          ...villages.map(({ code, name }) => ({
            to: paths.staffVisitNew({ village: code }),
            label: words.chooseVillageVisit(name),
          })),
        ]}
      />
    </Section>
  );
}
