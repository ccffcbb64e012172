import type { FieldMetadata, useForm } from "@conform-to/react";
import type { FindRoleFields } from "#app/domain/roles/role-form.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

type Query = { region: string; role: string | undefined; view: string | undefined; found: string | undefined };
type FindPersonProps = {
  form: ReturnType<typeof useForm<FindRoleFields>>[0];
  field: FieldMetadata<string, FindRoleFields>;
  query: Query;
};

/** Looks for a person by name or address, which is sent and never stands in an address (F14). The list keeps its place, role and view. */
export function FindPerson({ form, field, query: { found, ...query } }: FindPersonProps) {
  const t = useMessages();
  return (
    <Form form={form} action={paths.staffRoles(query)}>
      <input type="hidden" name="intent" value="find" />
      <TextField field={field} type="search" label={t.roles.search} width="medium" autoComplete="off" />
      <div className="flex flex-wrap gap-3">
        <SubmitButton tone="secondary" icon="search">
          {t.common.search}
        </SubmitButton>
        {found !== undefined && (
          <ButtonLink to={paths.staffRoles(query)} tone="secondary">
            {t.roles.everybody}
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
