import { type ReactNode, useContext } from "react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type FormField, FormMessagesContext } from "./form-field.ts";
import { Icon } from "./icon.tsx";
import { validationMessage } from "./validation-message.ts";

export type FieldProps = {
  field: FormField;
  label: ReactNode;
  /** One short sentence under the label. */
  hint?: ReactNode;
  /** Marks the label 选填. Required fields carry no mark. */
  optional?: boolean;
};

/** The label line, shared by all fields. */
export function LabelText({ label, optional }: Pick<FieldProps, "label" | "optional">) {
  const t = useMessages();
  return (
    <>
      {label}
      {optional && <span className="ml-2 text-sm font-normal text-muted">{t.common.optional}</span>}
    </>
  );
}

export function Hint({ field, hint }: Pick<FieldProps, "field" | "hint">) {
  if (!hint) return null;
  return (
    <p id={field.descriptionId} className="max-w-measure text-sm text-muted">
      {hint}
    </p>
  );
}

/** The messages of a field, in words, each with an icon. */
export function FieldErrors({ field }: Pick<FieldProps, "field">) {
  const t = useMessages();
  const messages = useContext(FormMessagesContext);
  if (!field.errors) return null;
  return (
    <p id={field.errorId} className="font-bold text-danger">
      {field.errors.map((code) => (
        <span key={code} className="block">
          <Icon name="triangle-alert" /> {validationMessage(t, code, messages)}
        </span>
      ))}
    </p>
  );
}

/** Label, hint and messages around one control. */
export function FieldFrame({ field, label, hint, optional, children }: FieldProps & { children: ReactNode }) {
  return (
    <div className={field.errors ? "field field-refused" : "field"}>
      <label htmlFor={field.id} className="font-bold">
        <LabelText label={label} optional={optional} />
      </label>
      <Hint field={field} hint={hint} />
      <FieldErrors field={field} />
      {children}
    </div>
  );
}

/** The same around a group of controls: `fieldset` with `legend`. */
export function GroupFrame({ field, label, hint, optional, children }: FieldProps & { children: ReactNode }) {
  const describedBy = [hint && field.descriptionId, field.errors && field.errorId].filter(Boolean).join(" ");
  return (
    <fieldset
      className={field.errors ? "field field-refused" : "field"}
      aria-describedby={describedBy || undefined}
      aria-invalid={field.errors ? true : undefined}
    >
      <legend className="font-bold">
        <LabelText label={label} optional={optional} />
      </legend>
      <Hint field={field} hint={hint} />
      <FieldErrors field={field} />
      {children}
    </fieldset>
  );
}
