import { and, asc, desc, eq, inArray, like, notLike, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { callbackAnswers, callbackDraws, callbacks } from "#db/schema/callbacks.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import type { CallbackState } from "./callback.ts";
import { callbackOverseerRoles, callbackTowns, canCallBack } from "./callback-policy.ts";

/** Payments of the subtrees the actor oversees, and of the other towns of a town verifier's county. */
function isForCaller(actor: Actor): SQL {
  const otherTowns = callbackTowns(actor).map(({ county, ownTown }) =>
    and(like(needs.regionCode, `${county}%`), notLike(needs.regionCode, `${ownTown}%`)),
  );
  return or(inScope(needs.regionCode, scopesOf(actor, callbackOverseerRoles)), ...otherTowns) ?? sql`false`;
}

const fields = {
  id: callbacks.id,
  state: callbacks.state,
  month: callbackDraws.month,
  updatedAt: callbacks.updatedAt,
  paymentId: disbursements.id,
  publicCode: disbursements.publicCode,
  purpose: disbursements.purpose,
  payeeKind: disbursements.payeeKind,
  payeeName: disbursements.payeeName,
  amountFen: disbursements.amountFen,
  confirmedAt: disbursements.confirmedAt,
  charityId: disbursements.charityId,
  needId: needs.id,
  needTitle: needs.title,
  householdId: needs.householdId,
  regionCode: needs.regionCode,
  villageName: regions.shortName,
  people: sql<
    (string | null)[]
  >`json_build_array(${disbursements.proposedBy}, ${disbursements.approvedBy}, ${disbursements.paidBy},
    ${disbursements.confirmedBy}, ${disbursements.codeIssuedBy})`,
};

function selectCallbacks(db: DbOrTx) {
  return db
    .select(fields)
    .from(callbacks)
    .innerJoin(callbackDraws, eq(callbackDraws.id, callbacks.drawId))
    .innerJoin(disbursements, eq(disbursements.id, callbacks.disbursementId))
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .$dynamic();
}

/** What waits for a call the actor may make: never a payment they, or their charity, had a part in (D6). Oldest month first. */
export async function listCallbacksToMake(db: DbOrTx, params: { actor: Actor }) {
  const rows = await selectCallbacks(db)
    .where(and(inArray(callbacks.state, ["drawn", "unreached"]), isForCaller(params.actor)))
    .orderBy(asc(callbackDraws.month), asc(callbacks.updatedAt), asc(disbursements.publicCode))
    .limit(200);
  return rows.filter((row) => canCallBack(params.actor, row));
}

/** What differed, for those who look on. */
export function listMismatches(db: DbOrTx, params: { actor: Actor }) {
  return selectCallbacks(db)
    .where(and(eq(callbacks.state, "mismatched"), isForCaller(params.actor)))
    .orderBy(desc(callbacks.updatedAt))
    .limit(100);
}

/** One call-back for somebody of the queue's people; null for anybody else (S31). */
export async function getCallbackFor(db: DbOrTx, params: { callbackId: string; actor: Actor }) {
  if (!isId(params.callbackId)) return null;
  const [row] = await selectCallbacks(db).where(and(eq(callbacks.id, params.callbackId), isForCaller(params.actor)));
  return row ?? null;
}

export type CallbackDetails = NonNullable<Awaited<ReturnType<typeof getCallbackFor>>>;

/** What was said, latest first. Ask only after the call-back was found for the actor. */
export function listAnswers(db: DbOrTx, params: { callbackId: string }) {
  return db
    .select({
      id: callbackAnswers.id,
      reached: callbackAnswers.reached,
      received: callbackAnswers.received,
      amountFen: callbackAnswers.amountFen,
      receivedOn: callbackAnswers.receivedOn,
      words: callbackAnswers.words,
      calledAt: callbackAnswers.calledAt,
      callerName: users.displayName,
    })
    .from(callbackAnswers)
    .innerJoin(users, eq(users.id, callbackAnswers.calledBy))
    .where(eq(callbackAnswers.callbackId, params.callbackId))
    .orderBy(desc(callbackAnswers.calledAt));
}

/** How the call-back on one payment stands; null when it was not drawn. Public: a state, no words. */
export async function getCallbackState(db: DbOrTx, params: { disbursementId: string }): Promise<CallbackState | null> {
  const [row] = await db
    .select({ state: callbacks.state })
    .from(callbacks)
    .where(eq(callbacks.disbursementId, params.disbursementId));
  return row?.state ?? null;
}

/** The same by the payment's public code, for its notice. */
export async function getCallbackStateOf(db: DbOrTx, params: { publicCode: string }): Promise<CallbackState | null> {
  const [row] = await db
    .select({ state: callbacks.state })
    .from(callbacks)
    .innerJoin(disbursements, eq(disbursements.id, callbacks.disbursementId))
    .where(eq(disbursements.publicCode, params.publicCode));
  return row?.state ?? null;
}

/** Whether a payment of the need stands marked: its staff see that somebody must look. */
export async function hasMismatch(db: DbOrTx, params: { needId: string }): Promise<boolean> {
  const [row] = await db
    .select({ id: callbacks.id })
    .from(callbacks)
    .innerJoin(disbursements, eq(disbursements.id, callbacks.disbursementId))
    .where(and(eq(disbursements.needId, params.needId), eq(callbacks.state, "mismatched")))
    .limit(1);
  return row !== undefined;
}

const countOf = (...states: readonly CallbackState[]) =>
  sql<number>`count(*) filter (where ${inArray(callbacks.state, [...states])})::int`;

/** The public figures (D6): drawn, reached, agreed, differed. */
export async function getCallbackFigures(db: DbOrTx) {
  const [row] = await db
    .select({
      drawn: sql<number>`count(*)::int`,
      reached: countOf("confirmed", "mismatched"),
      confirmed: countOf("confirmed"),
      mismatched: countOf("mismatched"),
    })
    .from(callbacks);
  return row ?? { drawn: 0, reached: 0, confirmed: 0, mismatched: 0 };
}

/** Every draw with its seed and the codes it took, latest month first: enough for anyone to draw again. */
export async function listDraws(db: DbOrTx, params: { page: number; pageSize: number }) {
  const rows = await db
    .select({
      month: callbackDraws.month,
      townCode: callbackDraws.townCode,
      townName: regions.shortName,
      seedDay: callbackDraws.seedDay,
      seedRoot: callbackDraws.seedRoot,
      percent: callbackDraws.percent,
      candidateCount: callbackDraws.candidateCount,
      drawn: sql<{ code: string; state: CallbackState }[]>`(
        select json_agg(json_build_object('code', disbursements.public_code, 'state', callbacks.state) order by callbacks.place)
        from callbacks join disbursements on disbursements.id = callbacks.disbursement_id where callbacks.draw_id = callback_draws.id)`,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(callbackDraws)
    .innerJoin(regions, eq(regions.code, callbackDraws.townCode))
    .orderBy(desc(callbackDraws.month), asc(callbackDraws.townCode))
    .limit(params.pageSize)
    .offset((params.page - 1) * params.pageSize);
  return { draws: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
