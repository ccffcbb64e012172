import type { FieldMetadata } from "@conform-to/react";
import { guardianRelations } from "#app/domain/households/guardian.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

type Private = Record<
  "diagnosis" | "guardianName" | "guardianRelation" | "guardianPhone",
  FieldMetadata<string | undefined>
>;
type PrivateFieldsProps = { fields: Private; hints: { diagnosis: string; guardian: string } };

/** What is sealed of a member (F5): folded, for most have neither an illness to name nor a guardian outside the household (S33, Q23). */
export function PrivateFields({ fields, hints }: PrivateFieldsProps) {
  const t = useMessages();
  const words = t.households;
  const isUsed = [fields.diagnosis, fields.guardianName, fields.guardianRelation, fields.guardianPhone].some((field) =>
    Boolean(field.defaultValue ?? field.errors),
  );
  return (
    <Disclosure summary={words.privateFields} isOpen={isUsed}>
      <div className="stack">
        <TextField
          field={fields.diagnosis}
          label={words.diagnosis}
          hint={hints.diagnosis}
          autoComplete="off"
          optional
        />
        <TextField
          field={fields.guardianName}
          label={words.guardianName}
          hint={hints.guardian}
          autoComplete="off"
          width="medium"
          optional
        />
        <SelectField
          field={fields.guardianRelation}
          label={words.guardianRelation}
          emptyLabel="—"
          options={guardianRelations.map((value) => ({ value, label: t.vocabulary.guardianRelations[value] }))}
          optional
        />
        <TextField
          field={fields.guardianPhone}
          label={words.guardianPhone}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          width="medium"
          optional
        />
      </div>
    </Disclosure>
  );
}

type AccountFieldsProps = {
  fields: { bankAccount: FieldMetadata<string | undefined>; bankName: FieldMetadata<string | undefined> };
  hint: string;
};

/** The household's own account (F5). */
export function AccountFields({ fields, hint }: AccountFieldsProps) {
  const words = useMessages().households;
  const isUsed = [fields.bankAccount, fields.bankName].some((field) => Boolean(field.defaultValue ?? field.errors));
  return (
    <Disclosure summary={words.account} isOpen={isUsed}>
      <div className="stack">
        <TextField
          field={fields.bankAccount}
          label={words.bankAccount}
          hint={hint}
          inputMode="numeric"
          autoComplete="off"
          optional
        />
        <TextField field={fields.bankName} label={words.bankName} autoComplete="off" width="medium" optional />
      </div>
    </Disclosure>
  );
}
