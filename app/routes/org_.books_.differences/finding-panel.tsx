import { useForm } from "@conform-to/react";
import type { FindingItem } from "#app/domain/reconciliation/comparison-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { useFindingWords } from "./use-finding-words.ts";

/** One difference: both figures, what it may be, and the place to explain it. */
export function FindingPanel({ finding }: { finding: FindingItem }) {
  const words = useMessages().books.differences;
  const { amount, subject } = useFindingWords();
  const [form, fields] = useForm<{ note: string }>({ id: `finding-${finding.id}` });
  return (
    <article className="panel border-t-4 border-t-warning">
      <h2 className="text-lg">{words.classes[finding.class]}</h2>
      <p className="text-muted">{words.classHints[finding.class]}</p>
      <DescriptionList
        items={[
          { term: words.day, details: finding.day },
          { term: words.subject, details: <span className="figure break-all">{subject(finding.subject)}</span> },
          { term: words.ours, details: amount(finding.oursFen) },
          { term: words.theirs, details: amount(finding.theirsFen) },
        ]}
      />
      <Form form={form}>
        <input type="hidden" name="findingId" value={finding.id} />
        <TextField field={fields.note} label={words.note} autoComplete="off" />
        <SubmitButton tone="secondary">{words.explain}</SubmitButton>
      </Form>
    </article>
  );
}
