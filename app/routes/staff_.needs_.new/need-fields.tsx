import type { FormMetadata } from "@conform-to/react";
import { needCategories, needTypes } from "#app/domain/needs/need.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Fieldset } from "#app/ui/form.tsx";
import { DateField, TextArea, TextField } from "#app/ui/text-fields.tsx";
import { ItemList } from "./item-list.tsx";
import type { NeedFields as Fields, NeedValues } from "./need-values.ts";

type NeedFieldsProps = { form: FormMetadata<NeedValues, string[]>; fields: Fields; today: string };

/** The whole need, shared by drafting and editing: what, the public words, the budget, the internal note. */
export function NeedFields({ form, fields, today }: NeedFieldsProps) {
  const t = useMessages();
  const words = t.needsStaff;
  return (
    <>
      {/* Enter saves the form; without this first button it would add or remove a line. */}
      <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      <Fieldset legend={words.sectionWhat}>
        <RadioGroup
          field={fields.type}
          label={words.kind}
          options={needTypes.map((value) => ({ value, label: t.needWords.types[value], hint: words.typeHints[value] }))}
        />
        <SelectField
          field={fields.category}
          label={words.category}
          options={needCategories.map((value) => ({ value, label: t.needWords.categories[value] }))}
        />
        <DateField field={fields.neededBy} label={words.neededBy} hint={words.neededByHint} min={today} optional />
      </Fieldset>
      <Fieldset legend={words.sectionWords}>
        <TextField field={fields.title} label={words.titleField} hint={`${words.titleHint}${words.titleExample}`} />
        <TextArea field={fields.summary} label={words.summary} hint={words.summaryHint} rows={3} />
        <TextArea field={fields.story} label={words.story} hint={words.storyHint} optional />
      </Fieldset>
      <ItemList form={form} items={fields.items} />
      <Fieldset legend={words.sectionNote}>
        <TextArea field={fields.staffNote} label={words.staffNote} hint={words.staffNoteHint} rows={3} optional />
      </Fieldset>
    </>
  );
}
