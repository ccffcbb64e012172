import { and, asc, eq, or, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { pairingMessages } from "#db/schema/pairing-life.server.ts";
import type { MessageSide } from "./pairing-message.ts";

const fields = {
  id: pairingMessages.id,
  side: pairingMessages.side,
  body: pairingMessages.body,
  state: pairingMessages.state,
  writtenAt: pairingMessages.writtenAt,
  decisionNote: pairingMessages.decisionNote,
};

/** What one side reads: its own messages with what became of them, and what was released of the other's. Nobody's name. */
export function listMessagesOfSide(db: DbOrTx, params: { pairingId: string; side: MessageSide }) {
  return db
    .select(fields)
    .from(pairingMessages)
    .where(
      and(
        eq(pairingMessages.pairingId, params.pairingId),
        or(eq(pairingMessages.side, params.side), eq(pairingMessages.state, "released")),
      ),
    )
    .orderBy(asc(pairingMessages.writtenAt), asc(pairingMessages.id));
}
export type PairingMessage = Awaited<ReturnType<typeof listMessagesOfSide>>[number];

/** All of them, for the staff who relay; `isOwn`: this reader wrote it and so does not decide about it. */
export function listMessagesForStaff(db: DbOrTx, params: { pairingId: string; userId: string }) {
  return db
    .select({ ...fields, isOwn: sql<boolean>`${pairingMessages.writtenBy} = ${params.userId}::uuid` })
    .from(pairingMessages)
    .where(eq(pairingMessages.pairingId, params.pairingId))
    .orderBy(asc(pairingMessages.writtenAt), asc(pairingMessages.id));
}
export type StaffMessage = Awaited<ReturnType<typeof listMessagesForStaff>>[number];
