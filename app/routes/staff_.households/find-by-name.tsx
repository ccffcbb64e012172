import type { useForm } from "@conform-to/react";
import type { HouseholdSearchInput } from "#app/domain/households/household-search-form.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

type Props = {
  form: ReturnType<typeof useForm<HouseholdSearchInput>>[0];
  fields: ReturnType<typeof useForm<HouseholdSearchInput>>[1];
  /** The list narrowed to a place keeps it. */
  query?: { region?: string | undefined; flag?: string | undefined };
  /** Where all files are again; null: nothing is looked for. */
  clearTo: string | null;
};

/** Looks for a person's file. The name is sent, it never stands in an address (F14). */
export function FindByName({ form, fields, query, clearTo }: Props) {
  const t = useMessages();
  const words = t.households;
  return (
    <Form form={form} action={paths.staffHouseholds(query)}>
      <HiddenField field={fields.purpose} />
      <TextField field={fields.q} type="search" label={words.search} hint={words.searchHint} width="medium" />
      <div className="flex flex-wrap gap-3">
        <SubmitButton tone="secondary" icon="search">
          {t.common.search}
        </SubmitButton>
        {clearTo !== null && (
          <ButtonLink to={clearTo} tone="secondary">
            {words.searchAll}
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
