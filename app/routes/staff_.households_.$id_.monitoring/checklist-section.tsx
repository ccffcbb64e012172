import {
  checklistItems,
  coversDailyLife,
  failedItems,
  minimumAllowances,
} from "#app/domain/household-monitoring/household-monitoring.ts";
import type { RecordedChecklist } from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { MoneyField, TextArea } from "#app/ui/text-fields.tsx";

type ChecklistSectionProps = {
  file: { id: string };
  checklists: readonly RecordedChecklist[];
  today: string;
  isOpen: boolean;
  canDraft: boolean;
  form: FormState;
  fields: Readonly<Record<string, FormField>>;
};

/** This year's checklist, a need to draft for each gap (缺啥补啥), and the form (S15). */
export function ChecklistSection(props: ChecklistSectionProps) {
  const { file, checklists, today, isOpen, canDraft, form, fields } = props;
  const t = useMessages();
  const words = t.monitoring;
  const year = Number(today.slice(0, 4));
  const latest = checklists[0]?.year === year ? checklists[0] : undefined;
  const gaps = latest === undefined ? [] : failedItems(latest);
  const isCovered = latest !== undefined && coversDailyLife(latest.allowance);
  const isPaidFor = (item: string) => isCovered && (item === "food" || item === "clothing");
  return (
    <Section title={words.checklist} lead={words.checklistYear(year)}>
      {latest === undefined ? (
        <p className="text-muted">{words.noChecklist}</p>
      ) : (
        <>
          <DescriptionList
            items={[
              ...checklistItems.map((item) => ({
                term: words.items[item],
                details: (
                  <StateBadge tone={latest[item] ? "success" : "danger"}>
                    {latest[item] ? words.met : words.gap}
                  </StateBadge>
                ),
              })),
              {
                term: words.allowance,
                details: [
                  words.allowances[latest.allowance],
                  latest.allowanceFen === null ? "" : words.allowanceLine(formatYuan(latest.allowanceFen)),
                ]
                  .filter(Boolean)
                  .join(" · "),
              },
            ]}
          />
          {latest.note && <p className="max-w-measure whitespace-pre-line">{latest.note}</p>}
          <p className="text-sm text-muted">
            {words.recordedBy(latest.recordedByName ?? "", formatMinute(latest.recordedAt))}
          </p>
          {gaps.some(isPaidFor) && <p>{words.coveredByAllowance}</p>}
          {canDraft && gaps.length > 0 && (
            <p className="no-print flex flex-wrap gap-3">
              {gaps
                .filter((item) => !isPaidFor(item))
                .map((item) => (
                  <ButtonLink
                    key={item}
                    to={paths.staffNeedNew({ household: file.id, gap: item })}
                    tone="secondary"
                    icon="plus"
                  >
                    {words.draftFor(words.items[item])}
                  </ButtonLink>
                ))}
            </p>
          )}
        </>
      )}
      {isOpen && (
        <div className="no-print panel">
          <Form form={form}>
            <input type="hidden" name="intent" value="checklist" />
            <input type="hidden" name="revision" value={String(latest?.revision ?? 0)} />
            <p className="text-muted">{words.checklistHint}</p>
            {checklistItems.map((item) => (
              <Checkbox key={item} field={fieldOf(fields, item)} label={words.items[item]} />
            ))}
            <RadioGroup
              field={fieldOf(fields, "allowance")}
              label={words.allowance}
              layout="boxes"
              options={minimumAllowances.map((value) => ({ value, label: words.allowances[value] }))}
            />
            <MoneyField
              field={fieldOf(fields, "allowanceFen")}
              label={words.allowanceAmount}
              hint={words.allowanceAmountHint}
              optional
            />
            <TextArea field={fieldOf(fields, "note")} label={words.note} rows={2} optional />
            <SubmitButton icon="check">{words.saveChecklist}</SubmitButton>
          </Form>
        </div>
      )}
    </Section>
  );
}

/** conform makes every field it is asked for. */
export function fieldOf(fields: Readonly<Record<string, FormField>>, name: string): FormField {
  const field = fields[name];
  if (field === undefined) throw new Error(`no field ${name}`);
  return field;
}
