-- Which accounts give back an amount of a lot: pools before the need, the need before nothing; what is spent already cannot come back.
-- Suspense money is taken only when it is the suspense money that goes back (a double payment).
create or replace function take_back_from_lot(p_lot uuid, p_amount_fen bigint, p_suspense boolean)
returns table (account_code text, fen bigint) language sql stable as $$
  with held as (
    select purpose.account_code, purpose.fen, coalesce(sum(purpose.fen) over (order by purpose.kind = 'need', purpose.account_code
      rows between unbounded preceding and 1 preceding), 0) as before
    from list_lot_purposes(p_lot) purpose where (purpose.kind = 'suspense') = p_suspense)
  select held.account_code, least(held.fen, p_amount_fen - held.before)::bigint from held where held.before < p_amount_fen
$$;

-- Locks, in a fixed order (C7), every need and pool a lot lies on, so that nobody spends it while it is taken back.
create or replace function lock_lot(p_lot uuid) returns void language plpgsql as $$
begin
  perform 1 from needs where id in (
    select account.subject_id from ledger_entries entry join ledger_accounts account on account.id = entry.account_id and account.kind = 'need'
    where entry.lot_id = p_lot) order by id for update;
  perform 1 from ledger_accounts where kind in ('village_pool', 'household_pool', 'category_pool', 'suspense')
    and id in (select account_id from ledger_entries where lot_id = p_lot) order by code for no key update;
end;
$$;

-- The state of a paid gift follows from its dispute and its refunds that succeeded.
create or replace function follow_refunds(p_donation_id uuid, p_at timestamptz) returns void language sql as $$
  update donations set updated_at = p_at, state = case
      when exists (select from disputes where donation_id = donations.id and state = 'open') then 'disputed'
      when exists (select from disputes where donation_id = donations.id and state = 'lost') then 'lost'
      when returned.fen >= donations.amount_fen then 'refunded'
      when returned.fen > 0 then 'partly_refunded'
      when donations.fee_fen is null then 'paid' else 'settled' end
    from (select coalesce(sum(refunds.amount_fen) filter (where refunds.state = 'succeeded'
        and refunds.payment_intent_id is not distinct from own.payment_intent_id), 0) as fen
      from donations own left join refunds on refunds.donation_id = own.id where own.id = p_donation_id) returned
    where donations.id = p_donation_id and donations.paid_at is not null
$$;

create or replace function needs_of_lot(p_lot uuid) returns setof uuid language sql stable as $$
  select distinct account.subject_id from ledger_entries entry
    join ledger_accounts account on account.id = entry.account_id and account.kind = 'need' where entry.lot_id = p_lot
$$;

create or replace function record_refund_step(
  p_refund_id uuid, p_from text, p_event text, p_to text, p_actor uuid, p_at timestamptz, p_donation_id uuid
) returns void language plpgsql as $$
begin
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), 'refund', p_refund_id, p_from, p_event, p_to, p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at) values
    ('refund.changed', jsonb_build_object('refundId', p_refund_id), p_at, p_at),
    ('donation.refunded', jsonb_build_object('donationId', p_donation_id), p_at, p_at);
end;
$$;

-- Takes a refund's amount off its purposes, so that nobody can spend it while the provider sends it back. With p_may_lose the charity
-- carries what was spent already (the provider refunded without asking us); otherwise that is refused.
create or replace function reserve_refund(refund refunds, donation donations, charity organizations, p_actor uuid, p_may_lose boolean, p_at timestamptz)
returns text language plpgsql as $$
declare
  lot uuid;
  is_second boolean := refund.payment_intent_id is distinct from donation.payment_intent_id or donation.state = 'quarantined';
  codes text[];
  amounts bigint[];
  taken bigint;
  need_id uuid;
begin
  select id into lot from ledger_lots where donation_id = donation.id;
  if lot is null then
    return 'not_enough_money';
  end if;
  perform lock_lot(lot);
  if not p_may_lose and exists (select from disputes where donation_id = donation.id and state = 'open') then
    return 'disputed';
  end if;
  select coalesce(array_agg(part.account_code), '{}'), coalesce(array_agg(part.fen), '{}'), coalesce(sum(part.fen), 0) into codes, amounts, taken
    from take_back_from_lot(lot, refund.amount_fen, is_second) part;
  if taken < refund.amount_fen then
    if not p_may_lose then
      return 'not_enough_money';
    end if;
    codes := codes || open_charity_side_account(charity, 'loss');
    amounts := amounts || (refund.amount_fen - taken);
  end if;
  codes := codes || open_charity_side_account(charity, 'refund_payable');
  amounts := amounts || -refund.amount_fen;
  perform post_ledger_transaction('refund:' || refund.id, 'refund', '退款', 'refund:' || refund.id, p_actor, p_at,
    codes, array_fill(lot, array[cardinality(codes)]), amounts);
  if not is_second then
    update donations set refunded_fen = least(refunded_fen + refund.amount_fen, amount_fen) where id = donation.id;
  end if;
  for need_id in select needs_of_lot(lot) loop
    perform follow_need_goal(need_id, p_at);
  end loop;
  return 'reserved';
end;
$$;

-- A person of the charity agrees to a refund: not the one who asked for it (A12). Returns approved, not_found, conflict, same_person,
-- not_enough_money (spent already) or disputed.
create or replace function approve_refund(p_refund_id uuid, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  refund refunds%rowtype;
  donation donations%rowtype;
  charity organizations%rowtype;
  outcome text;
begin
  select donations.* into donation from donations join refunds on refunds.donation_id = donations.id
    where refunds.id = p_refund_id for update of donations;
  if not found then
    return 'not_found';
  end if;
  select * into strict refund from refunds where id = p_refund_id for update;
  if refund.state <> 'requested' then
    return 'conflict';
  end if;
  if refund.requested_by is not distinct from p_actor then
    return 'same_person';
  end if;
  select * into strict charity from organizations where id = donation.charity_id;
  outcome := reserve_refund(refund, donation, charity, p_actor, false, p_at);
  if outcome <> 'reserved' then
    return outcome;
  end if;
  update refunds set state = 'approved', approved_by = p_actor, approved_at = p_at, updated_at = p_at where id = refund.id;
  perform record_refund_step(refund.id, 'requested', 'approve', 'approved', p_actor, p_at, donation.id);
  return 'approved';
end;
$$;

-- Settles what the provider says about one refund (B12), in one call, in any order and any number of times. p_refund_id is ours when the
-- provider knows it; a refund somebody made at the provider gets its row here. p_state: pending, succeeded, failed.
-- Returns pending, succeeded, failed, unchanged, not_paid (settle the payment first), unknown_donation or quarantined.
create or replace function settle_refund(
  p_event_id text, p_event_type text, p_donation_id uuid, p_refund_id uuid, p_provider_refund_id text, p_payment_intent_id text,
  p_amount_fen bigint, p_state text, p_failure_reason text, p_account_id text, p_is_live boolean, p_at timestamptz
) returns text language plpgsql as $$
declare
  donation donations%rowtype;
  charity organizations%rowtype;
  refund refunds%rowtype;
  outcome text := 'unchanged';
  was text;
  lot uuid;
  need needs%rowtype;
  is_second boolean;
  back_to_need bigint;
begin
  select * into donation from donations where id = p_donation_id for update;
  if not found then
    return 'unknown_donation';
  end if;
  if donation.paid_at is null and donation.state <> 'quarantined' then
    return 'not_paid';
  end if;
  select * into strict charity from organizations where id = donation.charity_id;
  select * into refund from refunds
    where donation_id = donation.id and (id = p_refund_id or provider_refund_id = p_provider_refund_id)
    order by (provider_refund_id is not distinct from p_provider_refund_id) desc limit 1 for update;
  if not found then
    if p_state = 'failed' then
      return 'unchanged';
    end if;
    insert into refunds (id, donation_id, payment_intent_id, amount_fen, reason, state, provider_refund_id, requested_at, approved_at, updated_at)
      values (gen_random_uuid(), donation.id, coalesce(p_payment_intent_id, donation.payment_intent_id), p_amount_fen, 'provider', 'approved',
        p_provider_refund_id, p_at, p_at, p_at) returning * into refund;
    perform reserve_refund(refund, donation, charity, null, true, p_at);
  elsif refund.state = 'requested' then
    -- Done at the provider before anybody agreed here: the money is on its way, so the books follow.
    perform reserve_refund(refund, donation, charity, null, true, p_at);
    update refunds set state = 'approved', approved_at = p_at where id = refund.id;
    refund.state := 'approved';
  end if;
  was := refund.state;
  select id into strict lot from ledger_lots where donation_id = donation.id;
  is_second := refund.payment_intent_id is distinct from donation.payment_intent_id or donation.state = 'quarantined';

  if p_state = 'pending' and was = 'approved' then
    outcome := 'pending';
  elsif p_state = 'succeeded' and was in ('approved', 'pending') then
    perform post_ledger_transaction('refund_paid:' || refund.id, 'refund_paid', '退款到账', 'refund:' || refund.id, null, p_at,
      array[open_charity_side_account(charity, 'refund_payable'), open_charity_account(charity, donation.channel)],
      array[lot, lot], array[refund.amount_fen, -refund.amount_fen]);
    outcome := 'succeeded';
  elsif p_state = 'failed' and was in ('approved', 'pending', 'succeeded') then
    -- The money is still, or again, in the charity's account: back to the need as far as it has room, the rest to the village's pool.
    perform lock_lot(lot);
    select * into strict need from needs where id = donation.need_id for update;
    back_to_need := case when not is_second and need.state in ('published', 'fulfilled')
      then greatest(least(refund.amount_fen, need.goal_fen - need.funded_fen), 0) else 0 end;
    perform post_ledger_transaction('refund_failed:' || refund.id, 'refund_failed', '退款未成，款项记回', 'refund:' || refund.id, null, p_at,
      array[case was when 'succeeded' then open_charity_account(charity, donation.channel) else open_charity_side_account(charity, 'refund_payable') end,
        open_need_account(charity, need),
        case when is_second then open_charity_side_account(charity, 'suspense') else open_surplus_account(charity, need, 'same_village') end],
      array[lot, lot, lot], array[refund.amount_fen, -back_to_need, back_to_need - refund.amount_fen]);
    if not is_second then
      update donations set refunded_fen = refunded_fen - least(refund.amount_fen, refunded_fen) where id = donation.id;
      perform follow_need_goal(need.id, p_at);
    end if;
    outcome := 'failed';
  end if;

  if outcome <> 'unchanged' then
    update refunds set state = outcome, provider_refund_id = coalesce(provider_refund_id, p_provider_refund_id), failure_reason = p_failure_reason,
      closed_at = case when outcome = 'pending' then null else p_at end, updated_at = p_at where id = refund.id;
    perform record_refund_step(refund.id, was, case outcome when 'pending' then 'send' when 'succeeded' then 'succeed' else 'fail' end, outcome, null, p_at, donation.id);
    if donation.state <> 'quarantined' then
      perform follow_refunds(donation.id, p_at);
    end if;
  end if;
  perform record_provider_event(p_event_id, p_event_type, p_account_id, p_is_live, p_provider_refund_id, outcome, p_at);
  return outcome;
end;
$$;

-- Settles what the provider says about a dispute (B13): open, won or lost, in one call and in any order. While it is open the provider has
-- the money and the gift is frozen; lost takes it off its purposes, and what is spent already is the charity's own loss.
create or replace function settle_dispute(
  p_event_id text, p_event_type text, p_donation_id uuid, p_dispute_id text, p_amount_fen bigint, p_state text, p_reason text,
  p_account_id text, p_is_live boolean, p_at timestamptz
) returns text language plpgsql as $$
declare
  donation donations%rowtype;
  charity organizations%rowtype;
  dispute disputes%rowtype;
  outcome text := 'unchanged';
  lot uuid;
  codes text[];
  amounts bigint[];
  taken bigint;
  need_id uuid;
begin
  select * into donation from donations where id = p_donation_id for update;
  if not found then
    return 'unknown_donation';
  end if;
  if donation.paid_at is null then
    return 'not_paid';
  end if;
  select * into strict charity from organizations where id = donation.charity_id;
  select id into strict lot from ledger_lots where donation_id = donation.id;
  select * into dispute from disputes where id = p_dispute_id for update;
  if not found then
    insert into disputes (id, donation_id, amount_fen, state, reason, opened_at)
      values (p_dispute_id, donation.id, p_amount_fen, 'open', p_reason, p_at) returning * into dispute;
    perform post_ledger_transaction('dispute_opened:' || dispute.id, 'dispute_opened', '银行争议', 'dispute:' || dispute.id, null, p_at,
      array[open_charity_side_account(charity, 'disputed'), open_charity_account(charity)], array[lot, lot],
      array[dispute.amount_fen, -dispute.amount_fen]);
    outcome := 'open';
  end if;
  if p_state = 'won' and dispute.state = 'open' then
    perform post_ledger_transaction('dispute_won:' || dispute.id, 'dispute_won', '银行争议胜出', 'dispute:' || dispute.id, null, p_at,
      array[open_charity_account(charity), open_charity_side_account(charity, 'disputed')], array[lot, lot],
      array[dispute.amount_fen, -dispute.amount_fen]);
    outcome := 'won';
  elsif p_state = 'lost' and dispute.state = 'open' then
    perform lock_lot(lot);
    select coalesce(array_agg(part.account_code), '{}'), coalesce(array_agg(part.fen), '{}'), coalesce(sum(part.fen), 0) into codes, amounts, taken
      from take_back_from_lot(lot, dispute.amount_fen, false) part;
    codes := codes || array[open_charity_side_account(charity, 'loss'), open_charity_side_account(charity, 'disputed')];
    amounts := amounts || array[dispute.amount_fen - taken, -dispute.amount_fen];
    perform post_ledger_transaction('dispute_lost:' || dispute.id, 'dispute_lost', '银行争议败诉', 'dispute:' || dispute.id, null, p_at,
      codes, array_fill(lot, array[cardinality(codes)]), amounts);
    update donations set refunded_fen = least(refunded_fen + dispute.amount_fen, amount_fen) where id = donation.id;
    outcome := 'lost';
  end if;
  if outcome <> 'unchanged' then
    update disputes set state = outcome, closed_at = case when outcome = 'open' then null else p_at end where id = dispute.id;
    insert into state_transitions (id, noun, subject_id, from_state, event, to_state, at)
      values (gen_random_uuid(), 'donation', donation.id, donation.state, case outcome when 'open' then 'dispute' when 'won' then 'win' else 'lose' end,
        case outcome when 'open' then 'disputed' when 'won' then 'settled' else 'lost' end, p_at);
    insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
      values ('donation.disputed', jsonb_build_object('donationId', donation.id), p_at, p_at);
    perform follow_refunds(donation.id, p_at);
    for need_id in select needs_of_lot(lot) loop
      perform follow_need_goal(need_id, p_at);
    end loop;
  end if;
  perform record_provider_event(p_event_id, p_event_type, p_account_id, p_is_live, p_dispute_id, outcome, p_at);
  return outcome;
end;
$$;
