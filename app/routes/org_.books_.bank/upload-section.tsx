import type { useForm } from "@conform-to/react";
import type { BankAccount } from "#app/domain/bank-statements/statement-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { FileField, TextField } from "#app/ui/text-fields.tsx";

export type UploadValues = { accountId: string; accountNumber: string; file: string };
type Props = { accounts: readonly BankAccount[]; form: ReturnType<typeof useForm<UploadValues>> };

/** The upload. Which account it is, is chosen where there are several; a new one is named by its number. */
export function UploadSection({ accounts, form: [form, fields] }: Props) {
  const t = useMessages().bankStatements;
  const words = t.upload;
  return (
    <Section title={words.title} id="upload">
      <Form form={form} multipart>
        {accounts.length > 1 && (
          <SelectField
            field={fields.accountId}
            label={words.account}
            hint={words.accountChoice}
            options={accounts.map(({ id, last4 }) => ({ value: id, label: t.account(last4) }))}
            emptyLabel={words.accountByFile}
            optional
          />
        )}
        <TextField
          field={fields.accountNumber}
          label={accounts.length === 0 ? words.accountNumber : words.anotherNumber}
          hint={accounts.length === 0 ? words.accountHint : words.accountKnown}
          optional={accounts.length > 0}
          inputMode="numeric"
          autoComplete="off"
        />
        <FileField field={fields.file} label={words.file} hint={words.fileHint} accept=".xlsx,.xls,.csv,.txt" />
        <SubmitButton icon="arrow-right">{words.submit}</SubmitButton>
      </Form>
    </Section>
  );
}
