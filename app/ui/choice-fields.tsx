import type { ReactNode } from "react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FieldErrors, FieldFrame, type FieldProps, GroupFrame, Hint } from "./field-frame.tsx";
import { controlProps, type FormField } from "./form-field.ts";

export type Choice = {
  value: string;
  label: ReactNode;
  /** One line under the label. */
  hint?: ReactNode;
  disabled?: boolean;
};

export type SelectChoice = { value: string; label: string; disabled?: boolean };

type SelectFieldProps = FieldProps & {
  options: readonly (SelectChoice | { group: string; options: readonly SelectChoice[] })[];
  /** The first, empty option; by default 请选择. `false`: there is none. */
  emptyLabel?: string | false;
};

/** A native select. More than about seven options; fewer are better as `RadioGroup`. */
export function SelectField({ options, emptyLabel, ...props }: SelectFieldProps) {
  const t = useMessages();
  const { field, label, hint, optional } = props;
  return (
    <FieldFrame field={field} label={label} hint={hint} optional={optional}>
      <select
        {...controlProps(field, Boolean(hint))}
        defaultValue={field.defaultValue ?? ""}
        className="field-input w-auto max-w-full"
      >
        {emptyLabel !== false && <option value="">{emptyLabel ?? t.common.pleaseChoose}</option>}
        {options.map((option) =>
          "group" in option ? (
            <optgroup key={option.group} label={option.group}>
              {option.options.map(selectOption)}
            </optgroup>
          ) : (
            selectOption(option)
          ),
        )}
      </select>
    </FieldFrame>
  );
}

function selectOption({ value, label, disabled }: SelectChoice) {
  return (
    <option key={value} value={value} disabled={disabled}>
      {label}
    </option>
  );
}

type ChoicesProps = FieldProps & {
  options: readonly Choice[];
  /** `rows` (default) one under another; `boxes` side by side in frames, for short labels like amounts. */
  layout?: "rows" | "boxes";
};

/** One of a few. The first option carries the field's id, so that the error summary can lead to it. */
export function RadioGroup(props: ChoicesProps) {
  return <ChoiceGroup {...props} type="radio" />;
}

/** Any of a few; the value is an array. */
export function CheckboxGroup(props: ChoicesProps) {
  return <ChoiceGroup {...props} type="checkbox" />;
}

function ChoiceGroup({ options, layout = "rows", type, ...props }: ChoicesProps & { type: "radio" | "checkbox" }) {
  const { field, label, hint, optional } = props;
  const chosen = field.defaultOptions ?? [];
  return (
    <GroupFrame field={field} label={label} hint={hint} optional={optional}>
      <div className={layout === "boxes" ? "grid grid-cols-2 gap-3 sm:grid-cols-4" : ""}>
        {options.map((option, index) => (
          <label key={option.value} className={layout === "boxes" ? "choice choice-boxed" : "choice"}>
            <input
              id={index === 0 ? field.id : `${field.id}-${option.value}`}
              name={field.name}
              form={field.formId}
              type={type}
              value={option.value}
              disabled={option.disabled}
              defaultChecked={chosen.includes(option.value)}
            />
            <ChoiceText label={option.label} hint={option.hint} />
          </label>
        ))}
      </div>
    </GroupFrame>
  );
}

function ChoiceText({ label, hint }: Pick<Choice, "label" | "hint">) {
  return (
    <span>
      {label}
      {hint && <span className="block text-sm text-muted">{hint}</span>}
    </span>
  );
}

/** One box to tick; never ticked beforehand where it is a consent. */
export function Checkbox({ field, label, hint }: { field: FormField; label: ReactNode; hint?: ReactNode }) {
  return (
    <div className={field.errors ? "field field-refused" : "field"}>
      <FieldErrors field={field} />
      <label className="choice" htmlFor={field.id}>
        <input
          {...controlProps(field, Boolean(hint))}
          type="checkbox"
          value="on"
          defaultChecked={field.defaultChecked ?? false}
        />
        <span>{label}</span>
      </label>
      <Hint field={field} hint={hint} />
    </div>
  );
}
