import { createContext } from "react";
import type { FormMessages } from "./validation-message.ts";

/** What a field component needs of conform's `FieldMetadata`; every field of `useForm` fits. */
export type FormField = {
  readonly id: string;
  readonly errorId: string;
  readonly descriptionId: string;
  readonly name: string;
  readonly formId: string;
  readonly errors: string[] | undefined;
  /** What was typed or given; kept when the form is refused. */
  readonly defaultValue: string | undefined;
  readonly defaultOptions: string[] | undefined;
  readonly defaultChecked: boolean | undefined;
};

/** What the form components need of conform's `FormMetadata`. */
export type FormState = {
  readonly id: string;
  readonly errors: string[] | undefined;
  readonly allErrors: Record<string, string[]>;
};

/** Set by `Page`: the words of the page for codes of its commands. */
export const FormMessagesContext = createContext<FormMessages>({});

/** id, name, form and the aria wiring of one control. The id of a hint is `descriptionId`, that of a message `errorId`. */
export function controlProps(field: FormField, hasHint: boolean) {
  const describedBy = [hasHint && field.descriptionId, field.errors && field.errorId].filter(Boolean).join(" ");
  return {
    id: field.id,
    name: field.name,
    form: field.formId,
    "aria-invalid": field.errors ? (true as const) : undefined,
    "aria-describedby": describedBy || undefined,
  };
}
