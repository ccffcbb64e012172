import type { useForm } from "@conform-to/react";
import type { BankAccount } from "#app/domain/bank-statements/statement-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { FileField, TextField } from "#app/ui/text-fields.tsx";

export type UploadValues = { accountNumber: string; file: string };
type Props = { account: BankAccount | null; form: ReturnType<typeof useForm<UploadValues>> };

/** The upload. Whose account it is, is asked until lines of it are accepted. */
export function UploadSection({ account, form: [form, fields] }: Props) {
  const words = useMessages().bankStatements.upload;
  return (
    <Section title={words.title} id="upload">
      <Form form={form} multipart>
        {(account === null || account.lineCount === 0) && (
          <TextField
            field={fields.accountNumber}
            label={words.accountNumber}
            hint={account === null ? words.accountHint : words.accountKnown}
            optional={account !== null}
            inputMode="numeric"
            autoComplete="off"
          />
        )}
        <FileField field={fields.file} label={words.file} hint={words.fileHint} accept=".xlsx,.xls,.csv,.txt" />
        <SubmitButton icon="arrow-right">{words.submit}</SubmitButton>
      </Form>
    </Section>
  );
}
