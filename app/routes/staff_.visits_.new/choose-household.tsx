import { useForm } from "@conform-to/react";
import type { HouseholdSearchInput } from "#app/domain/households/household-search-form.ts";
import type { HouseholdListItem } from "#app/domain/households/list-households.server.ts";
import type { KeptVillage } from "#app/domain/households/village-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { LinkList } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { FindByName } from "../staff_.households/find-by-name.tsx";

type ChooseHouseholdProps = {
  households: readonly HouseholdListItem[];
  villages: readonly KeptVillage[];
  search: string;
};

/** The first step of a visit: which household, or the village itself. */
export function ChooseHousehold({ households, villages, search }: ChooseHouseholdProps) {
  const t = useMessages();
  const words = t.visits;
  const [form, fields] = useForm<HouseholdSearchInput>({ id: "find", defaultValue: { q: search, purpose: "visit" } });
  return (
    <Section title={words.chooseHousehold}>
      <FindByName form={form} fields={fields} clearTo={search === "" ? null : paths.staffVisitNew()} />
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
