import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { newId } from "../ids.ts";

export type NewAccount = { email: string; displayName: string; passwordHash: string; locale: string };

/**
 * Opens an account. An address that already has one is left as it is, and the caller learns nothing of it: the page must look the same
 * either way (E5).
 */
export async function createAccount(db: DbOrTx, input: NewAccount, at: Date): Promise<void> {
  await db
    .insert(users)
    .values({ id: newId(), ...input, createdAt: at })
    .onConflictDoNothing({ target: users.email });
}
