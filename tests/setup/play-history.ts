import { newId, newPublicCode } from "#app/domain/ids.ts";
import type { Sql } from "#db/client.server.ts";
import type { Step, World } from "./money-histories.ts";
import type { Worlds } from "./money-worlds.ts";

/** What the provider knows: every payment it took, by its id. The oracle of the histories: nothing of ours is read to make it. */
export type Payment = { id: string; donationId: string; fen: number; isSecond: boolean };
type Gift = { id: string; amount: number; quarantined: boolean };
type Played = {
  script: string[];
  gifts: Gift[];
  payments: Map<string, Payment>;
  refundIds: string[];
  taken: Map<string, number>;
};

/** Plays a history through the SQL functions, each step a transaction of its own, and returns the names of the invariants it broke. */
export async function playHistory(sql: Sql, worlds: Worlds, world: World, history: readonly Step[]): Promise<string[]> {
  const { script, payments } = writeScript(worlds, world, history);
  await sql.unsafe(script.map((statement) => `begin; ${statement}; commit`).join(";\n")).simple();
  return findBroken(sql, world, history, payments);
}

/** The statements of a history, in order, and the payments the provider took in it. */
export function writeScript(
  worlds: Worlds,
  world: World,
  history: readonly Step[],
): { script: string[]; payments: Payment[] } {
  const played: Played = { script: [], gifts: [], payments: new Map(), refundIds: [], taken: new Map() };
  for (const [index, step] of history.entries()) {
    const at = `timestamptz '2026-11-02 01:00:00Z' + interval '${index} minutes'`;
    played.script.push(...statementsOf(step, { ...worlds, world, played, at, index }));
  }
  return { script: played.script, payments: [...played.payments.values()] };
}

/** The names of the invariants a world's books break after these histories and payments. */
export async function findBroken(
  sql: Sql,
  world: World,
  history: readonly Step[],
  payments: readonly Payment[],
): Promise<string[]> {
  const rows = await sql.unsafe<{ broken: string }[]>(invariants(world, history, payments));
  return rows.map(({ broken }) => broken);
}

type Place = Pick<Worlds, "proposerId" | "approverId"> & { world: World; played: Played; at: string; index: number };

function statementsOf(step: Step, place: Place): string[] {
  switch (step.do) {
    case "give":
      return give(step, place);
    case "pay":
    case "pay_twice":
    case "expire":
    case "fail":
      return pay(step, place);
    case "request":
      return request(step, place);
    case "send":
      return send(step, place);
    case "provider_refund":
      return refundAtProvider(step, place);
    case "dispute":
      return dispute(step, place);
    case "allocate":
      return allocate(step, place);
    case "spend":
      return spend(step, place);
    case "withdraw":
      return [`update needs set state = 'withdrawn' where id = '${place.world.needIds[step.need]}'`];
  }
}

type Of<Name extends Step["do"]> = Extract<Step, { do: Name }>;

function give({ amount, surplus, operating, need }: Of<"give">, { world, played, at }: Place): string[] {
  const id = newId();
  played.gifts.push({ id, amount, quarantined: false });
  return [
    `insert into donations (id, form_nonce, need_id, charity_id, amount_fen, state, surplus_choice, allows_operating, email, locale, lot_code,
       receipt_number, verify_code, checkout_session_id, created_at, updated_at)
     values ('${id}', '${id}', '${world.needIds[need]}', '${world.charityId}', ${amount}, 'pending', '${surplus}', ${operating},
       'donor@jiedui.example', 'zh-CN', '${newPublicCode()}${id.slice(0, 8)}', '${id}', '${id}', 'cs_${id}', ${at}, ${at})`,
  ];
}

function pay(step: Of<"pay" | "pay_twice" | "expire" | "fail">, { world, played, at }: Place): string[] {
  const gift = played.gifts[step.gift % Math.max(played.gifts.length, 1)];
  if (!gift) return [];
  const settle = (state: string, payment: string, fen: number, fee: string) =>
    `select settle_donation(null, null, '${gift.id}', 'cs_${gift.id}', '${state}', '${payment}', 'card', ${fen}, 'cny', false,
       '${world.accountId}', ${fee}, null, false, ${at})`;
  const own = `pi_${gift.id}`;
  const known = played.payments.get(own);
  if (step.do === "expire" || step.do === "fail") {
    // The truth is fetched when a late message comes: what was paid is paid.
    return known
      ? [settle("paid", own, known.fen, "null")]
      : [settle(step.do === "fail" ? "failed" : "expired", own, gift.amount, "null")];
  }
  if (step.do === "pay_twice") {
    const second = `pi2_${gift.id}`;
    if (known) played.payments.set(second, { id: second, donationId: gift.id, fen: gift.amount, isSecond: true });
    return known ? [settle("paid", second, gift.amount, "3")] : [];
  }
  if (step.do !== "pay") return [];
  // What was paid once stays what it was, however often it is told.
  const fen = known?.fen ?? gift.amount + step.extra;
  if (!known) gift.quarantined = step.extra > 0;
  played.payments.set(own, { id: own, donationId: gift.id, fen, isSecond: false });
  return Array.from({ length: step.times }, () => settle("paid", own, fen, step.fee ? "3" : "null"));
}

function paymentOf(step: { gift: number; isSecond: boolean }, played: Played): Payment | undefined {
  const gift = played.gifts[step.gift % Math.max(played.gifts.length, 1)];
  return played.payments.get(`${step.isSecond ? "pi2" : "pi"}_${gift?.id}`) ?? played.payments.get(`pi_${gift?.id}`);
}

function request(step: Of<"request">, { played, at, approverId, proposerId }: Place): string[] {
  const payment = paymentOf(step, played);
  if (!payment) return [];
  const id = newId();
  played.refundIds.push(id);
  const fen = Math.max(1, Math.floor((payment.fen * step.percent) / 100));
  const asked = `select request_refund('${id}', '${payment.donationId}', '${payment.id}', ${fen}, 'donor_request', '', '${proposerId}', ${at})`;
  return step.approve ? [asked, `select approve_refund('${id}', '${approverId}', ${at})`] : [asked];
}

/** What the provider has sent back, or is sending, of one payment. */
function sentBack(paymentId: string, exceptId: string): string {
  return `coalesce((select sum(amount_fen) from refunds where payment_intent_id = '${paymentId}' and provider_refund_id is not null
    and state in ('pending', 'succeeded') and id::text <> '${exceptId}'), 0)`;
}

/** The provider refuses to send back more than it took. */
function send(step: Of<"send">, { world, played, at }: Place): string[] {
  const id = played.refundIds[step.refund % Math.max(played.refundIds.length, 1)];
  if (!id) return [];
  return Array.from(played.payments.values()).flatMap((payment) =>
    Array.from(
      { length: step.times },
      () => `select settle_refund(null, null, refund.donation_id, refund.id, 're_' || refund.id, refund.payment_intent_id, refund.amount_fen,
          case when refund.amount_fen > ${payment.fen} - ${sentBack(payment.id, id)} then 'failed' else '${step.outcome}' end, 'declined',
          '${world.accountId}', false, ${at})
        from refunds refund where refund.id = '${id}' and refund.payment_intent_id = '${payment.id}'
          and refund.state in ('approved', 'pending', 'succeeded', 'failed')`,
    ),
  );
}

function refundAtProvider(step: Of<"provider_refund">, { world, played, at, index }: Place): string[] {
  const payment = paymentOf(step, played);
  if (!payment) return [];
  return [
    `select settle_refund(null, null, '${payment.donationId}', null, 're_${index}_${payment.id}', '${payment.id}', possible.fen, '${step.outcome}', null,
       '${world.accountId}', false, ${at})
     from (select ceil((${payment.fen} - ${sentBack(payment.id, "-")}) * ${step.percent} / 100.0)::bigint as fen) possible where possible.fen > 0`,
  ];
}

function dispute(step: Of<"dispute">, { world, played, at }: Place): string[] {
  const payment = paymentOf(step, played);
  if (!payment) return [];
  const id = `dp_${payment.id}`;
  const amount = played.taken.get(`${id}:amount`) ?? Math.max(1, Math.floor((payment.fen * step.percent) / 100));
  played.taken.set(`${id}:amount`, amount);
  if (step.state === "open" || step.state === "lost") played.taken.set(id, amount);
  return [
    `select settle_dispute(null, null, '${payment.donationId}', '${id}', '${payment.id}', ${amount}, ${played.taken.get(id) ?? 0}, ${step.fee},
       '${step.state === "inquiry" ? "open" : step.state}', 'fraudulent', null, '${world.accountId}', false, ${at})`,
  ];
}

function allocate(step: Of<"allocate">, { world, at, approverId, proposerId }: Place): string[] {
  const id = newId();
  const pool =
    step.pool === "village"
      ? `village_pool_code('${world.charityId}', need.region_code)`
      : `'category_pool:${world.charityId}:' || need.category`;
  return [
    `insert into pool_allocations (id, public_code, pool_account_id, charity_id, need_id, amount_fen, reason, state, proposed_by, proposed_at)
     select '${id}', '${newPublicCode()}', account.id, '${world.charityId}', need.id, ${step.amount}, 'x', 'proposed', '${proposerId}', ${at}
     from needs need join ledger_accounts account on account.code = ${pool} where need.id = '${world.needIds[1]}'`,
    `select approve_pool_allocation('${id}', '${approverId}', ${at})`,
  ];
}

function spend(step: Of<"spend">, { world, at, approverId, proposerId }: Place): string[] {
  const id = newId();
  const paid = [
    `insert into disbursements (id, public_code, need_id, charity_id, payee_kind, payee_name, purpose, amount_fen, cost_kind, state, proposed_by, proposed_at)
     values ('${id}', '${id}', '${world.needIds[step.need]}', '${world.charityId}', 'supplier', '水管厂 ${world.charityId}', 'x', ${step.amount},
       '${step.operating ? "operating" : "direct"}', 'proposed', '${proposerId}', ${at})`,
    `select pay_out_disbursement('${id}', '${approverId}', ${at})`,
  ];
  return step.isReturned ? [...paid, `select return_disbursement('${id}', 'x', '${approverId}', ${at})`] : paid;
}

/** Every invariant as a query that names itself when it is broken (A2, A5, A6, A7, C1). */
function invariants(world: World, history: readonly Step[], payments: readonly Payment[]): string {
  // Money that a supplier sends back, or a second payment, may lie beside a loss of the same gift.
  const mayLieBesideLoss =
    payments.some((one) => one.isSecond) || history.some((one) => one.do === "spend" && one.isReturned);
  const taken = payments
    .map(({ id, donationId, fen }) => `('${id}', '${donationId}'::uuid, ${fen}::bigint)`)
    .join(", ");
  return `
  with captured(payment, donation_id, fen) as (${taken === "" ? "select null::text, null::uuid, 0::bigint where false" : `values ${taken}`}),
  lot as (select lot.id, lot.code, lot.donation_id from ledger_lots lot join donations gift on gift.id = lot.donation_id where gift.charity_id = '${world.charityId}'),
  entry as materialized (select entry.*, lot.donation_id, account.kind, account.code, account.subject_id, movement.kind as movement
    from lot join ledger_entries entry on entry.lot_id = lot.id join ledger_accounts account on account.id = entry.account_id
      join ledger_transactions movement on movement.id = entry.transaction_id),
  gift as (select gift.id, gift.state, gift.amount_fen, gift.need_id, gift.refunded_fen,
      coalesce((select sum(fen) from captured where donation_id = gift.id), 0) as captured,
      coalesce((select sum(amount_fen) from refunds where donation_id = gift.id and state in ('approved', 'pending', 'succeeded')), 0) as refunded,
      coalesce((select sum(amount_fen) from refunds where donation_id = gift.id and state = 'succeeded'), 0) as sent,
      coalesce((select sum(taken_fen) from disputes where donation_id = gift.id and state = 'lost'), 0) as lost,
      coalesce((select sum(taken_fen) from disputes where donation_id = gift.id and state = 'open'), 0) as frozen
    from donations gift where gift.charity_id = '${world.charityId}'),
  booked as (select donation_id,
      -coalesce(sum(amount_fen) filter (where kind in ('need', 'village_pool', 'household_pool', 'category_pool', 'suspense')), 0) as purposes,
      coalesce(sum(amount_fen) filter (where kind = 'charity_clearing'), 0) as clearing,
      -coalesce(sum(amount_fen) filter (where kind = 'charity_clearing' and movement in ('disbursement_paid', 'disbursement_returned')), 0) as spent,
      coalesce(sum(amount_fen) filter (where kind = 'loss'), 0) as loss, coalesce(sum(amount_fen) filter (where kind = 'fees'), 0) as fees,
      coalesce(sum(amount_fen) filter (where kind = 'disputed'), 0) as disputed,
      -coalesce(sum(amount_fen) filter (where kind = 'refund_payable'), 0) as payable
    from entry group by donation_id)
  select 'A2 the ledger sums to zero' as broken where (select coalesce(sum(amount_fen), 0) from entry) <> 0
  union all select 'A2 each lot balances in each movement' where exists (select from entry group by transaction_id, lot_id having sum(amount_fen) <> 0)
  union all select 'S98 no lot is overdrawn on ' || code from entry
    where kind in ('need', 'village_pool', 'household_pool', 'category_pool', 'suspense', 'refund_payable') group by lot_id, code having sum(amount_fen) > 0
  union all select 'A6 captured + losses = purposes + spent + refunded + lost: ' || concat_ws(' ', captured, loss, purposes, spent, refunded, lost)
    from gift left join booked on booked.donation_id = gift.id
    where captured + coalesce(loss, 0) <> coalesce(purposes, 0) + coalesce(spent, 0) + refunded + lost
  union all select 'A8 the clearing account is what the provider has: ' || concat_ws(' ', clearing, captured, sent, lost, frozen, spent, fees)
    from gift join booked on booked.donation_id = gift.id where clearing <> captured - sent - lost - frozen - spent - fees
  union all select 'B13 the frozen money is what open disputes took' from gift join booked on booked.donation_id = gift.id where disputed <> frozen
  union all select 'B12 what is promised back is what is on its way' from gift join booked on booked.donation_id = gift.id where payable <> refunded - sent
  union all select 'a loss is never a gain' from booked where loss < 0
  union all select 'the charity carries only what the gift no longer has' from booked where not ${mayLieBesideLoss} and loss > 0 and purposes > 0
  union all select 'A7 no more was sent back than was paid' from captured
    where (select coalesce(sum(amount_fen), 0) from refunds where payment_intent_id = captured.payment and state = 'succeeded') > captured.fen
  union all select 'C1 a need is never over its goal and shows its account: ' || need.funded_fen from needs need
    where need.charity_id = '${world.charityId}' and (need.funded_fen not between 0 and need.goal_fen
      or need.funded_fen <> coalesce((select -sum(amount_fen) from entry where entry.subject_id = need.id and kind = 'need'
        and movement in ('donation', 'allocation', 'refund', 'refund_failed', 'dispute_lost')), 0))
  union all select 'Q18 a need is fulfilled exactly when it has its goal' from needs need
    where need.charity_id = '${world.charityId}' and need.state in ('published', 'fulfilled') and (need.state = 'fulfilled') <> (need.funded_fen = need.goal_fen)
  union all select 'U15 a need counts the gifts it still has: ' || need.donation_count from needs need
    where need.charity_id = '${world.charityId}' and need.donation_count <> (select count(*) from gift
      where gift.need_id = need.id and gift.state in ('paid', 'settled', 'partly_refunded', 'disputed')
      and exists (select from entry where entry.donation_id = gift.id and entry.subject_id = need.id and movement = 'donation'))
  union all select 'every captured gift is paid or waits for a person: ' || state from gift
    where captured > 0 and state in ('started', 'pending', 'expired', 'failed')`;
}
