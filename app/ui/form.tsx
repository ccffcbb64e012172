import { Form as RemixForm } from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type FormField, FormMessagesContext, type FormState } from "./form-field.ts";
import { Icon, type IconName } from "./icon.tsx";
import { type FormMessages, validationMessage } from "./validation-message.ts";

/*
 * Forms are plain HTML and work without JavaScript. Text boxes are in `text-fields.tsx`, choices in `choice-fields.tsx`.
 *
 *   const [form, fields] = useForm<MakePledgeInput>({ id: "pledge", lastResult: useActionData<typeof action>()?.result });
 *   <Page title={…} form={form} messages={{ sold_out: t.pledges.soldOut }} labels={{ quantity: t.pledges.quantity }}>
 *     <Form form={form}>
 *       <NumberField field={fields.quantity} label={t.pledges.quantity} />
 *       <SubmitButton>{t.pledges.submit}</SubmitButton>
 */

type FormProps = {
  /** conform's form; leave it out for a form without fields of its own (one button). */
  form?: FormState;
  action?: string;
  method?: "post" | "get";
  /** The form carries files. */
  multipart?: boolean;
  className?: string;
  children: ReactNode;
};

/** A form that posts to its own page unless `action` says otherwise. The browser's own checks are off (U7). */
export function Form({ form, action, method = "post", multipart, className = "form", children }: FormProps) {
  return (
    <RemixForm
      id={form?.id}
      action={action}
      method={method}
      encType={multipart ? "multipart/form-data" : undefined}
      noValidate
      className={className}
    >
      {children}
    </RemixForm>
  );
}

type ErrorSummaryProps = {
  form: FormState;
  messages?: FormMessages;
  /** Field name → label, put before the message: 姓名：请填写此项. */
  labels?: Readonly<Record<string, string>>;
};

/**
 * What is wrong, above the h1, with a link to each field; takes the focus when the page opens (U7). `Page` renders it; use it
 * directly only where there is no `Page`.
 */
export function ErrorSummary({ form, messages = {}, labels = {} }: ErrorSummaryProps) {
  const t = useMessages();
  const formErrors = form.errors ?? [];
  const fieldErrors = Object.entries(form.allErrors).filter(([name]) => name !== "");
  if (formErrors.length === 0 && fieldErrors.length === 0) return null;
  return (
    <div className="error-summary" role="alert" tabIndex={-1} autoFocus aria-labelledby={`${form.id}-error-summary`}>
      <h2 id={`${form.id}-error-summary`} className="text-lg text-danger">
        <Icon name="triangle-alert" /> {t.common.errorSummaryTitle}
      </h2>
      <ul className="mt-2">
        {formErrors.map((code) => (
          <li key={code} id={form.id && `${form.id}-error`}>
            {validationMessage(t, code, messages)}
          </li>
        ))}
        {fieldErrors.map(([name, codes]) =>
          codes.map((code) => (
            <li key={`${name} ${code}`}>
              <a className="tap text-danger" href={`#${form.id}-${name}`}>
                {labels[name] && `${labels[name]}${t.common.colon}`}
                {validationMessage(t, code, messages)}
              </a>
            </li>
          )),
        )}
      </ul>
    </div>
  );
}

type SubmitButtonProps = {
  children: ReactNode;
  /** `give` only where the person gives. */
  tone?: "primary" | "give" | "secondary" | "danger" | "quiet";
  icon?: IconName;
  /** A form with several actions names the one of this button. */
  name?: string;
  value?: string;
  /** Sends the form as another request, e.g. conform's intents. */
  form?: string;
  disabled?: boolean;
  /** Sends the form to another address than its own, e.g. the same question for another format. */
  formAction?: string;
  /** Full width on phones. */
  wide?: boolean;
};

const buttonTones = {
  primary: "button",
  give: "button button-give",
  secondary: "button button-secondary",
  danger: "button button-danger",
  quiet: "button button-quiet",
} as const;

/** A button that sends its form. `enhance.js` ignores a second click while the first is under way. */
export function SubmitButton({ children, tone = "primary", icon, wide, ...button }: SubmitButtonProps) {
  return (
    <button type="submit" className={wide ? `${buttonTones[tone]} w-full sm:w-auto` : buttonTones[tone]} {...button}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** The classes of a link that looks like a button. */
export function buttonClass(tone: keyof typeof buttonTones): string {
  return buttonTones[tone];
}

/** A value the person does not see: a nonce, a version, an intent. */
export function HiddenField({ field, value }: { field: FormField; value?: string }) {
  return (
    <input type="hidden" name={field.name} form={field.formId} value={value ?? field.defaultValue ?? ""} readOnly />
  );
}

/** Groups fields under a heading, e.g. 家庭成员. */
export function Fieldset({ legend, hint, children }: { legend: ReactNode; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="form-group">
      <legend className="font-title text-xl font-bold">{legend}</legend>
      {hint && <p className="max-w-measure text-sm text-muted">{hint}</p>}
      {children}
    </fieldset>
  );
}

/** A message of the form as a whole, where there is no summary (a form in a list, for example). */
export function FormErrors({ form }: { form: FormState }) {
  const t = useMessages();
  const messages = useContext(FormMessagesContext);
  if (!form.errors) return null;
  return (
    <p role="alert" className="font-bold text-danger">
      <Icon name="triangle-alert" /> {form.errors.map((code) => validationMessage(t, code, messages)).join(" ")}
    </p>
  );
}
