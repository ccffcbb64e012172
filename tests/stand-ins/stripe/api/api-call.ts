import type { AccountScope, Cause } from "#tests/stand-ins/stripe/world.ts";
import type { FormNode } from "./form-body.ts";

/** One checked request of the API, as its operation sees it. `id` is the object's id in the address, or empty. */
export type ApiCall = {
  account: AccountScope;
  id: string;
  form: FormNode;
  cause: Cause;
};
