import type { useForm } from "@conform-to/react";
import { formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { CheckboxGroup } from "#app/ui/choice-fields.tsx";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useBookingWords } from "../org_.books_.bank_.lines/line-table.tsx";
import type { LinePage } from "./line-page.server.ts";

export type SeveralValues = { transactionIds: string[]; lineIds: string[] };
type SeveralProps = {
  form: ReturnType<typeof useForm<SeveralValues>>;
  parts: NonNullable<LinePage["parts"]>;
  amountFen: bigint;
};

/** One transfer of the bank for several postings, or several transfers for one: boxes are ticked, and the sums must be the same. */
export function Several({ form: [form, fields], parts, amountFen }: SeveralProps) {
  const words = useMessages().bankStatements.line;
  const bookingWords = useBookingWords();
  if (parts.postings.length === 0) return null;
  return (
    <Section title={words.several.title} lead={words.several.lead(formatYuan(amountFen))} id="several">
      {parts.proposed.length > 0 && <p className="max-w-measure">{words.several.proposed(parts.proposed.length)}</p>}
      <StepForm form={form} intent="match_several" button={words.several.submit} icon="check">
        <CheckboxGroup
          field={fields.transactionIds}
          label={words.several.postings}
          options={parts.postings.map((posting) => ({
            value: posting.id,
            label: formatYuan(posting.fen),
            hint: bookingWords(posting),
          }))}
        />
        {parts.lines.length > 0 && (
          <details>
            <summary className="tap">{words.several.otherLines(parts.lines.length)}</summary>
            <CheckboxGroup
              field={fields.lineIds}
              label={words.several.lines}
              hint={words.several.linesHint}
              optional
              options={parts.lines.map(({ id, day, fen, name, memo }) => ({
                value: id,
                label: formatYuan(fen),
                hint: [day, name, memo].filter(Boolean).join(" · "),
              }))}
            />
          </details>
        )}
      </StepForm>
    </Section>
  );
}
