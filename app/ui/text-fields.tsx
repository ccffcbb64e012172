import type { HTMLInputAutoCompleteAttribute, ReactNode } from "react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FieldFrame, type FieldProps } from "./field-frame.tsx";
import { controlProps } from "./form-field.ts";

type Width = "short" | "medium" | "full";
const widths: Readonly<Record<Width, string>> = { short: "w-short", medium: "w-medium", full: "" };

type TextFieldProps = FieldProps & {
  type?: "text" | "email" | "tel" | "password" | "search" | "url" | "month" | "time" | "datetime-local";
  autoComplete?: HTMLInputAutoCompleteAttribute;
  inputMode?: "text" | "numeric" | "decimal" | "tel" | "email" | "search";
  width?: Width;
  /** Said after the box, e.g. 元 or 户. */
  suffix?: ReactNode;
  placeholder?: string;
  readOnly?: boolean;
};

/** One line of text. Lengths are checked on the server: no `maxlength`, which cuts silently. */
export function TextField({ type = "text", width = "full", suffix, ...props }: TextFieldProps) {
  const { field, label, hint, optional, ...input } = props;
  const box = (
    <input
      {...controlProps(field, Boolean(hint))}
      {...input}
      type={type}
      // A password is never sent back to the page.
      defaultValue={type === "password" ? undefined : field.defaultValue}
      className={`field-input ${widths[width]}`}
    />
  );
  return (
    <FieldFrame field={field} label={label} hint={hint} optional={optional}>
      {suffix ? (
        <span className="flex items-center gap-2">
          {box}
          <span className="flex-none text-muted">{suffix}</span>
        </span>
      ) : (
        box
      )}
    </FieldFrame>
  );
}

/** Several lines of text. */
export function TextArea({ rows = 5, ...props }: FieldProps & { rows?: number }) {
  const { field, label, hint, optional } = props;
  return (
    <FieldFrame field={field} label={label} hint={hint} optional={optional}>
      <textarea
        {...controlProps(field, Boolean(hint))}
        rows={rows}
        defaultValue={field.defaultValue}
        className="field-input"
      />
    </FieldFrame>
  );
}

/** Yuan as people type them; the form's schema makes fen of it. */
export function MoneyField(props: FieldProps) {
  const t = useMessages();
  return <TextField {...props} inputMode="decimal" autoComplete="off" width="short" suffix={t.common.yuan} />;
}

/** A whole number. A text box with digits: number boxes change by the mouse wheel and drop what they do not understand. */
export function NumberField({ unit, ...props }: FieldProps & { unit?: ReactNode }) {
  return <TextField {...props} inputMode="numeric" autoComplete="off" width="short" suffix={unit} />;
}

type DateFieldProps = FieldProps & { min?: string; max?: string; autoComplete?: "bday" };

/**
 * A day, `YYYY-MM-DD`. The browser's own date box, unless what was typed is no such day: then a text box keeps it, because a date box
 * would show nothing.
 */
export function DateField({ min, max, autoComplete, ...props }: DateFieldProps) {
  const { field, label, hint, optional } = props;
  const isDay = !field.defaultValue || isRealDay(field.defaultValue);
  return (
    <FieldFrame field={field} label={label} hint={hint} optional={optional}>
      <input
        {...controlProps(field, Boolean(hint))}
        type={isDay ? "date" : "text"}
        min={min}
        max={max}
        autoComplete={autoComplete}
        placeholder="YYYY-MM-DD"
        defaultValue={field.defaultValue}
        className="field-input w-short"
      />
    </FieldFrame>
  );
}

/** 2025-02-29 looks like a day and is none. */
function isRealDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

type FileFieldProps = FieldProps & {
  /** Defaults to the images the file store takes. */
  accept?: string;
  multiple?: boolean;
  /** Opens the camera of a phone. */
  capture?: "environment" | "user";
};

/** One or several files; the form needs `multipart`. Browsers never keep chosen files when a form is refused: the hint says so. */
export function FileField({ accept = "image/jpeg,image/png,image/webp", multiple, capture, ...props }: FileFieldProps) {
  const { field, label, hint, optional } = props;
  return (
    <FieldFrame field={field} label={label} hint={hint} optional={optional}>
      <input
        {...controlProps(field, Boolean(hint))}
        type="file"
        accept={accept}
        multiple={multiple}
        capture={capture}
        className="field-input"
      />
    </FieldFrame>
  );
}
