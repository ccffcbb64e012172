import type { DeductionAnswer, DeductionNote, DeductionRule } from "#app/domain/donations/tax-deduction.ts";
import { deductionRules } from "#app/domain/donations/tax-deduction.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

type Found = DeductionAnswer & { kind: "answer" };

/** What the rule lets the donor deduct at most, or that no rule of that day is on record. */
export function DeductionAnswerSection({ answer }: { answer: DeductionAnswer }) {
  const words = useMessages().taxDeduction.noRule;
  const locale = useLocale();
  if (answer.kind === "answer") return <FoundAnswer answer={answer} />;
  return (
    <Banner tone="info" title={words.title}>
      <p>{words.body(formatDay(locale, answer.earliestDay))}</p>
    </Banner>
  );
}

/** The figures, which rule they come from, and what they do not say. */
function FoundAnswer({ answer }: { answer: Found }) {
  const words = useMessages().taxDeduction.answer;
  const items = [...useFigures(answer), ...useRuleFacts(answer.rule)];
  return (
    <Section title={words.title} id="answer">
      <DescriptionList items={items} />
      <h3 className="mt-6">{words.know}</h3>
      <ul className="list-disc pl-5">
        {answer.notes.map((note) => (
          <li key={note}>
            <NoteText note={note} />
          </li>
        ))}
        <li>{words.notPromise}</li>
      </ul>
    </Section>
  );
}

function useFigures(answer: Found) {
  const words = useMessages().taxDeduction.answer;
  return [
    {
      term: words.atMost,
      details: <strong className="figure text-xl">{formatYuanWithSign(answer.deductibleFen)}</strong>,
    },
    { term: words.limit, details: answer.limitFen === null ? words.noLimit : formatYuanWithSign(answer.limitFen) },
    ...(answer.carriedUntilYear === null
      ? []
      : [
          {
            term: words.carried,
            details: `${formatYuanWithSign(answer.carriedFen)}  ${words.carriedUntil(answer.carriedUntilYear)}`,
          },
        ]),
    ...(answer.overFen > 0n && answer.carriedUntilYear === null
      ? [{ term: words.overLimit, details: `${formatYuanWithSign(answer.overFen)}  ${words.overLimitNote}` }]
      : []),
  ];
}

function useRuleFacts(rule: DeductionRule) {
  const words = useMessages().taxDeduction;
  const locale = useLocale();
  const from = formatDay(locale, rule.validFrom);
  return [
    { term: words.answer.rule, details: words.rules[rule.id] },
    {
      term: words.answer.period,
      details:
        rule.validTo === null
          ? words.answer.periodFrom(from)
          : words.answer.periodUntil(from, formatDay(locale, rule.validTo)),
    },
    {
      term: words.answer.sources,
      details: (
        <ul lang="zh-CN">
          {rule.sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      ),
    },
  ];
}

function NoteText({ note }: { note: DeductionNote }) {
  const words = useMessages().taxDeduction.notes;
  const locale = useLocale();
  if (note !== "special_rule_ended") return <>{words[note]}</>;
  const ended = deductionRules.find((rule) => rule.isForTargetAreas)?.validTo ?? "";
  return <>{words.special_rule_ended(formatDay(locale, ended))}</>;
}
