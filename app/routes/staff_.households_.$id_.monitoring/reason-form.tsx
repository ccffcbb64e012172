import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { SubmitButton } from "#app/ui/form.tsx";

type ReasonFormProps = {
  intent: string;
  idName: string;
  id: string;
  summary: string;
  submit: string;
  /** The name of the text; `reason` unless said otherwise. */
  textName?: string;
  children?: ReactNode;
};

/** One of several equal forms of a page: which row, and why in words. */
export function ReasonForm({ intent, idName, id, summary, submit, textName = "reason", children }: ReasonFormProps) {
  const t = useMessages();
  const words = t.monitoring;
  const inputId = `${intent}-${id}`;
  return (
    <Disclosure summary={summary} noPrint>
      <Form method="post" className="stack">
        <input type="hidden" name="intent" value={intent} />
        <input type="hidden" name={idName} value={id} />
        {children}
        <div className="field">
          <label htmlFor={inputId} className="font-bold">
            {textName === "note" ? words.note : words.reason}
          </label>
          <textarea
            id={inputId}
            name={textName}
            rows={2}
            required
            minLength={intent === "end_entry" ? 2 : 4}
            maxLength={200}
            className="field-input"
          />
        </div>
        <SubmitButton tone="secondary">{submit}</SubmitButton>
      </Form>
    </Disclosure>
  );
}
