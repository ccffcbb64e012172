import type { useForm } from "@conform-to/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { useBookingWords } from "../org_.books_.bank_.lines/line-table.tsx";
import type { LinePage } from "./line-page.server.ts";

export type ReasonForm = ReturnType<typeof useForm<{ reason: string }>>;

/** The postings of the same amount, the likeliest first; a person says which it is. */
export function Candidates({ candidates }: Pick<LinePage, "candidates">) {
  const words = useMessages().bankStatements.line;
  const bookingWords = useBookingWords();
  return (
    <Section title={words.candidates} id="candidates">
      {candidates.length === 0 ? (
        <p className="text-muted">{words.noCandidates}</p>
      ) : (
        <DataTable
          caption={words.candidates}
          hideCaption
          rows={candidates}
          rowKey={(booking) => booking.id}
          columns={[
            { key: "what", header: words.matchedWith, cell: bookingWords, rowHeader: true },
            { key: "posted", header: words.postedOn, cell: (booking) => booking.postedOn },
            {
              key: "why",
              header: words.reason,
              cell: ({ isByReference, isByName }) =>
                [isByReference && words.byReference, isByName && words.byName].filter(Boolean).join("，"),
            },
            {
              key: "match",
              header: words.match,
              cell: (booking) => (
                <Form>
                  <input type="hidden" name="intent" value="match" />
                  <input type="hidden" name="transactionId" value={booking.id} />
                  <SubmitButton tone="secondary">{words.match}</SubmitButton>
                </Form>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

type ReasonedProps = { intent: "set_aside" | "undo"; form: ReasonForm };

/** A step that needs a reason: none of ours, or taken back. */
export function ReasonedStep({ intent, form: [form, fields] }: ReasonedProps) {
  const words = useMessages().bankStatements.line;
  const isUndo = intent === "undo";
  return (
    <Section
      title={isUndo ? words.undo : words.setAside}
      lead={isUndo ? words.undoHint : words.setAsideHint}
      id={intent}
    >
      <Form form={form}>
        <input type="hidden" name="intent" value={intent} />
        <TextField field={fields.reason} label={words.reason} autoComplete="off" />
        <SubmitButton tone="secondary">{isUndo ? words.undo : words.setAside}</SubmitButton>
      </Form>
    </Section>
  );
}
