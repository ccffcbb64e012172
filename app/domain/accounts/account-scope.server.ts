import { or, type SQL, sql } from "drizzle-orm";
import { users } from "#db/schema/accounts.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { accountKeeperRoles } from "./account.ts";

/**
 * The accounts an administrator reaches, as a condition for a query on `users` (S31, F2): all places of the account lie in the administrator's
 * subtrees. Somebody who also works elsewhere, and somebody without a place, is reached by whoever administers the whole country.
 */
export function accountInScope(actor: Actor, at: Date): SQL {
  const scopes = scopesOf(actor, accountKeeperRoles);
  if (scopes.includes("")) return sql`true`;
  const isInside = scopes.filter((scope) => /^\d+$/.test(scope)).map((scope) => sql`starts_with(place, ${scope})`);
  const inside = or(...isInside) ?? sql`false`;
  return sql`(select coalesce(bool_and(${inside}), false) from account_places(${users.id}, ${at.toISOString()}::timestamptz) place)`;
}

/** Whether the account holds a role or moves a charity's money: steps on it take two people. */
export function holdsKeys(at: Date): SQL<boolean> {
  return sql<boolean>`account_holds_keys(${users.id}, ${at.toISOString()}::timestamptz)`;
}
