import { useForm } from "@conform-to/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DateField } from "#app/ui/text-fields.tsx";

type Props = { charityId: string; fromDay: string; today: string; refusal: "refused" | "too_long" | null };

/** The journal of a period as a file. */
export function JournalSection({ charityId, fromDay, today, refusal }: Props) {
  const words = useMessages().books.journal;
  const [form, fields] = useForm<{ from: string; to: string }>({
    id: "journal-form",
    defaultValue: { from: fromDay, to: today },
  });
  return (
    <Section title={words.title} lead={words.lead} id="journal">
      {refusal && (
        <Banner tone="danger" title={refusal === "too_long" ? words.errors.tooLong : words.errors.endsBeforeItBegins} />
      )}
      <Form form={form} method="get" action={paths.organizationJournal()}>
        <input type="hidden" name="charity" value={charityId} />
        <DateField field={fields.from} label={words.from} />
        <DateField field={fields.to} label={words.to} />
        <div className="flex flex-wrap gap-3">
          <SubmitButton tone="secondary" formAction={paths.organizationJournalSheet()}>
            {words.downloadSheet}
          </SubmitButton>
          <SubmitButton tone="secondary">{words.download}</SubmitButton>
        </div>
      </Form>
    </Section>
  );
}
