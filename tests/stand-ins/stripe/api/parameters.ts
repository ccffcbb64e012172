import { z } from "zod";
import type { FormNode } from "./form-body.ts";
import { invalidRequest, type StripeApiError } from "./stripe-error.ts";

/**
 * Parameter checks in Stripe's own words: what is not declared is refused as `parameter_unknown`, what is missing as
 * `parameter_missing`, the rest with its code and the bracketed name of the parameter.
 */
export function readParameters<Schema extends z.ZodType>(schema: Schema, form: FormNode): z.output<Schema> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  throw toStripeError(result.error, form);
}

function toStripeError(error: z.ZodError, form: FormNode): StripeApiError {
  for (const issue of error.issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const names = issue.keys.map((key) => bracketed([...issue.path, key]));
    const [param = ""] = names;
    return invalidRequest(`Received unknown parameter${names.length > 1 ? "s" : ""}: ${names.join(", ")}`, {
      code: "parameter_unknown",
      param,
    });
  }
  const [issue] = error.issues;
  if (!issue) return invalidRequest("Invalid request.");
  const param = bracketed(issue.path);
  if (issue.code === "custom") {
    const code: unknown = issue.params?.stripeCode;
    return invalidRequest(issue.message, { param, ...(typeof code === "string" ? { code } : {}) });
  }
  if (valueAt(form, issue.path) === undefined)
    return invalidRequest(`Missing required param: ${param}.`, { code: "parameter_missing", param });
  return invalidRequest(`Invalid ${param}: ${issue.message}`, { param });
}

function bracketed(path: readonly PropertyKey[]): string {
  return path.map((key, index) => (index === 0 ? String(key) : `[${String(key)}]`)).join("");
}

function valueAt(form: FormNode, path: readonly PropertyKey[]): unknown {
  let node: string | FormNode | undefined = form;
  for (const key of path) {
    if (node === undefined || typeof node === "string") return undefined;
    node = node[String(key)];
  }
  return node;
}

/** Refuses a value with Stripe's code and sentence, from inside a check. */
export function refuse(context: z.RefinementCtx, message: string, stripeCode?: string): void {
  context.addIssue({ code: "custom", message, params: { stripeCode } });
}

/** Text of at most so many characters; empty text is refused as Stripe does for a create. */
export function text(longest: number) {
  return z.string().superRefine((value, context) => {
    if (value === "")
      refuse(
        context,
        "You passed an empty string. Remove the parameter if you do not want to set it.",
        "parameter_invalid_empty",
      );
    else if (value.length > longest)
      refuse(
        context,
        `Invalid string: must be at most ${longest} characters, but is ${value.length}.`,
        "parameter_invalid_string_too_long",
      );
  });
}

export function integer(least: number, most: number) {
  return z.string().transform((value, context): number => {
    if (!/^-?\d{1,15}$/.test(value)) {
      refuse(context, `Invalid integer: ${value}`, "parameter_invalid_integer");
      return z.NEVER;
    }
    const number = Number(value);
    if (number < least)
      refuse(context, `This value must be greater than or equal to ${least}.`, "parameter_invalid_integer");
    else if (number > most)
      refuse(context, `This value must be less than or equal to ${most}.`, "parameter_invalid_integer");
    return number;
  });
}

export function boolean() {
  return z.string().transform((value, context): boolean => {
    if (value !== "true" && value !== "false") refuse(context, `Invalid boolean: ${value}`);
    return value === "true";
  });
}

/** One of the API's words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.string().transform((value, context): Words[number] => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) {
      refuse(context, `Invalid value: must be one of ${words.join(", ")}, but is ${value}.`);
      return z.NEVER;
    }
    return word;
  });
}

/** An absolute http(s) address. */
export function webAddress() {
  return z.string().superRefine((value, context) => {
    if (!/^https?:\/\/[^\s]+$/.test(value) || !URL.canParse(value))
      refuse(context, "Not a valid URL: URLs must start with http or https.", "url_invalid");
  });
}

/** A list: `name[0]`, `name[1]` and so on, without gaps in meaning. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => {
    if (typeof value !== "object" || value === null) return value;
    return Object.keys(value).every((key) => /^\d+$/.test(key)) ? Object.values(value) : value;
  }, z.array(item));
}

/** Metadata: at most 50 keys of 40 characters with values of 500 (docs.stripe.com/metadata). */
export const metadata = z.record(z.string(), z.string()).superRefine((values, context) => {
  const keys = Object.keys(values);
  if (keys.length > 50) refuse(context, `Metadata can have up to 50 keys; you passed ${keys.length}.`);
  for (const key of keys) {
    const value = values[key] ?? "";
    if (key.length > 40)
      refuse(context, `Metadata keys can have up to 40 characters; you passed a key that is ${key.length} characters.`);
    if (value.length > 500)
      refuse(
        context,
        `Metadata values can have up to 500 characters; you passed a value that is ${value.length} characters.`,
      );
  }
});
