import { addDays } from "#app/domain/clock.ts";
import { assurances, longestVisitAgeDays, visitPartners, visitPlaces } from "#app/domain/visits/visit.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, CheckboxGroup, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { HiddenField } from "#app/ui/form.tsx";
import { DateField, FileField, TextArea, TextField } from "#app/ui/text-fields.tsx";
import type { VisitFields as Fields } from "./visit-values.ts";

type VisitFieldsProps = { fields: Fields; today: string; isCorrection: boolean };

/** One visit. What the page knows is filled in: the place, the day, the time, the usual answers (S33). Photos come last in the request. */
export function VisitFields({ fields, today, isCorrection }: VisitFieldsProps) {
  const words = useMessages().visits;
  return (
    <>
      {[fields.id, fields.householdId, fields.regionCode].map((field) => (
        <HiddenField key={field.name} field={field} />
      ))}
      {isCorrection && (
        <>
          <HiddenField field={fields.correctsId} />
          <TextField field={fields.correctionReason} label={words.correctionReason} autoComplete="off" />
        </>
      )}
      <DateField
        field={fields.visitedOn}
        label={words.visitedOn}
        min={addDays(today, -longestVisitAgeDays)}
        max={today}
      />
      <TextField
        field={fields.visitedTime}
        label={words.visitedTime}
        hint={words.visitedTimeHint}
        type="time"
        autoComplete="off"
        width="short"
      />
      <RadioGroup
        field={fields.place}
        label={words.place}
        layout="boxes"
        options={visitPlaces.map((value) => ({ value, label: words.places[value] }))}
      />
      <RadioGroup
        field={fields.metWith}
        label={words.metWith}
        layout="boxes"
        options={visitPartners.map((value) => ({ value, label: words.partners[value] }))}
      />
      <TextField
        field={fields.companions}
        label={words.companions}
        hint={words.companionsHint}
        autoComplete="off"
        optional
      />
      <TextArea field={fields.found} label={words.found} hint={words.foundHint} rows={4} />
      <Checkbox
        field={fields.hasCheckedAssurances}
        label={words.hasCheckedAssurances}
        hint={words.hasCheckedAssurancesHint}
      />
      <CheckboxGroup
        field={fields.lackingAssurances}
        label={words.lackingAssurances}
        layout="boxes"
        options={assurances.map((value) => ({ value, label: words.assuranceWords[value] }))}
        optional
      />
      <TextField field={fields.nextStep} label={words.nextStep} autoComplete="off" optional />
      <DateField field={fields.nextStepOn} label={words.nextStepOn} optional />
      <Disclosure summary={words.isFromPaper} isOpen={false}>
        <Checkbox field={fields.isFromPaper} label={words.isFromPaper} />
      </Disclosure>
      <FileField
        field={fields.photos}
        label={words.photos}
        hint={words.photosHint}
        capture="environment"
        multiple
        optional
      />
    </>
  );
}
