/** Expected outcomes are returned, bugs throw. `code` is a literal the route maps to a message and a status. */
export type Ok<Value> = { readonly ok: true; readonly value: Value };
export type Err<Code extends string> = { readonly ok: false; readonly code: Code };
export type Result<Value, Code extends string> = Ok<Value> | Err<Code>;

export function ok(): Ok<undefined>;
export function ok<Value>(value: Value): Ok<Value>;
export function ok<Value>(value?: Value): Ok<Value | undefined> {
  return { ok: true, value };
}

export function err<const Code extends string>(code: Code): Err<Code> {
  return { ok: false, code };
}
