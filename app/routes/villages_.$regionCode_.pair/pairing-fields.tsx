import { pairingWay, pairingYears } from "#app/domain/pairings/pairing.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Checkbox, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Fieldset, Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Timeline } from "#app/ui/status.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type PairingFieldsProps = {
  form: FormState;
  fields: Record<"promise" | "years" | "acceptsRules" | "isUnrelated", FormField>;
  /** Only where an organization pairs. */
  organizationField?: FormField;
  organizations?: readonly { id: string; name: string }[];
  coordinators: readonly string[];
  promiseHint: string;
};

/** The four steps of U18 on one page: promise, what it is not, coordinator, confirm. */
export function PairingFields({
  form,
  fields,
  organizationField,
  organizations = [],
  coordinators,
  promiseHint,
}: PairingFieldsProps) {
  const words = useMessages().pairings;
  return (
    <Form form={form}>
      <Fieldset legend={words.step1}>
        {organizationField && (
          <RadioGroup
            field={organizationField}
            label={words.helper}
            options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextArea field={fields.promise} label={words.promise} hint={promiseHint} rows={4} />
        <RadioGroup
          field={fields.years}
          label={words.years}
          layout="boxes"
          options={pairingYears.map((years) => ({ value: years, label: words.yearCount[years] }))}
        />
      </Fieldset>
      <Fieldset legend={words.step2}>
        <ul className="max-w-measure list-disc pl-6">
          {words.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
        <Checkbox field={fields.acceptsRules} label={words.acceptsRules} />
      </Fieldset>
      <Fieldset legend={words.step3}>
        <p className="font-bold">
          {coordinators.length === 0 ? words.noCoordinator : words.coordinator(coordinators.join("、"))}
        </p>
        <p className="max-w-measure">{words.coordinatorText}</p>
      </Fieldset>
      <Fieldset legend={words.step4}>
        <Checkbox field={fields.isUnrelated} label={words.isUnrelated} hint={words.isUnrelatedHint} />
        <p className="max-w-measure text-muted">{words.promiseKind}</p>
        <SubmitButton tone="give" icon="handshake" wide>
          {words.submit}
        </SubmitButton>
      </Fieldset>
    </Form>
  );
}

/** What happens after the proposal. */
export function PairingAfterwards() {
  const words = useMessages().pairings;
  return (
    <Panel title={words.afterwards} tone="pine">
      <Timeline
        items={pairingWay.map((state, index) => ({
          id: state,
          title: words.way[state],
          status: index === 0 ? "current" : "coming",
        }))}
      />
    </Panel>
  );
}
