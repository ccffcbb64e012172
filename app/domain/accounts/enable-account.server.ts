import { and, eq } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import type { Actor } from "../actor.ts";
import { isId, newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { isOwnAccount } from "./account.ts";
import { accountInScope, holdsKeys } from "./account-scope.server.ts";
import { type ProposeStepError, proposeStep } from "./propose-step.server.ts";

export type EnableAccountError = "not_found" | "own_account" | "not_disabled" | ProposeStepError;

/**
 * Opens a disabled account again, with the reason on the record. The account of who holds a role or moves a charity's money is only proposed
 * to be opened: a second administrator agrees (F13), and PostgreSQL wants both names.
 */
export async function enableAccount(
  db: Db,
  input: { userId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ state: "enabled" | "proposed" }, EnableAccountError>> {
  if (!isId(input.userId)) return err("not_found");
  return db.transaction(async (tx) => {
    const [person] = await tx
      .select({ userId: users.id, isDisabled: users.isDisabled, holdsKeys: holdsKeys(at) })
      .from(users)
      .where(and(eq(users.id, input.userId), accountInScope(actor, at)));
    if (!person) return err("not_found");
    if (isOwnAccount(actor, person)) return err("own_account");
    if (!person.isDisabled) return err("not_disabled");
    if (person.holdsKeys) {
      const proposed = await proposeStep(tx, { ...input, step: "enable" }, actor, at);
      return proposed.ok ? ok({ state: "proposed" as const }) : proposed;
    }
    return (await openAccountAgain(tx, input, actor, at)) ? ok({ state: "enabled" as const }) : err("not_disabled");
  });
}

/** The account signs in again; whoever held its sessions before does not. */
export async function openAccountAgain(
  tx: Tx,
  { userId, reason }: { userId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<boolean> {
  const opened = await tx
    .update(users)
    .set({ isDisabled: false })
    .where(and(eq(users.id, userId), eq(users.isDisabled, true)))
    .returning({ id: users.id });
  if (opened.length === 0) return false;
  const change = { from: "disabled", event: "enable", to: "open", reason };
  await recordTransition(tx, at, actor, { noun: "account", subjectId: userId, ...change });
  await recordEvents(tx, at, { kind: "account.changed", userId, change: "enabled", key: newId() });
  return true;
}
