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

drop function if exists lock_lot(uuid);

-- Locks, in a fixed order (C7: gift, pools, needs), every pool and need a lot lies on, so that nobody spends it while it is taken back.
-- Pools first: while they are held, no allocation carries the lot on to a need that was not on it when we looked.
create or replace function lock_lot(p_lot uuid, p_need_id uuid) returns void language plpgsql as $$
begin
  perform lock_ledger_accounts(array(
    select id from ledger_accounts where kind in ('village_pool', 'household_pool', 'category_pool', 'suspense')
      and id in (select account_id from ledger_entries where lot_id = p_lot)));
  perform 1 from needs where id = p_need_id or id in (
    select account.subject_id from ledger_entries entry join ledger_accounts account on account.id = entry.account_id and account.kind = 'need'
    where entry.lot_id = p_lot) order by id for update;
end;
$$;

-- What a paid gift shows follows from its refunds and disputes: its state, what left it again, and whether it counts among its need's gifts.
create or replace function follow_refunds(p_donation_id uuid, p_at timestamptz) returns void language plpgsql as $$
declare
  donation donations%rowtype;
  returned bigint;
  promised bigint;
  lost bigint;
  is_disputed boolean;
  new_state text;
  counted integer;
begin
  select * into donation from donations where id = p_donation_id and paid_at is not null;
  if not found then
    return;
  end if;
  select coalesce(sum(amount_fen) filter (where state = 'succeeded'), 0),
      coalesce(sum(amount_fen) filter (where state in ('approved', 'pending', 'succeeded')), 0) into returned, promised
    from refunds where donation_id = donation.id and payment_intent_id is not distinct from donation.payment_intent_id;
  select coalesce(sum(taken_fen) filter (where state = 'lost'), 0), coalesce(bool_or(state in ('inquiry', 'open')), false) into lost, is_disputed
    from disputes where donation_id = donation.id and payment_intent_id is not distinct from donation.payment_intent_id;
  new_state := case when is_disputed then 'disputed' when returned >= donation.amount_fen then 'refunded'
    when lost > 0 and returned + lost >= donation.amount_fen then 'lost' when returned + lost > 0 then 'partly_refunded'
    when donation.fee_fen is null then 'paid' else 'settled' end;
  update donations set state = new_state, refunded_fen = least(promised + lost, amount_fen), updated_at = p_at
    where id = donation.id and (state, refunded_fen) is distinct from (new_state, least(promised + lost, amount_fen));
  counted := (case when new_state in ('refunded', 'lost') then 0 else 1 end) - (case when donation.state in ('refunded', 'lost') then 0 else 1 end);
  if counted <> 0 and exists (
    select from ledger_transactions movement join ledger_entries entry on entry.transaction_id = movement.id
      join ledger_accounts account on account.id = entry.account_id and account.kind = 'need'
      where movement.reference = 'donation:' || donation.id
  ) then
    update needs set donation_count = donation_count + counted, updated_at = p_at where id = donation.need_id;
    perform follow_need_goal(donation.need_id, p_at);
  end if;
end;
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
  perform lock_lot(lot, donation.need_id);
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
  for need_id in select needs_of_lot(lot) loop
    perform follow_need_goal(need_id, p_at);
  end loop;
  return 'reserved';
end;
$$;

-- What lies unspent of one payment of a gift, in fen.
create or replace function unspent_fen(donation donations, p_payment_intent_id text) returns bigint language sql stable as $$
  select coalesce(sum(held.fen), 0)::bigint from ledger_lots lot cross join lateral list_lot_purposes(lot.id) held
  where lot.donation_id = donation.id
    and (held.kind = 'suspense') = (donation.state = 'quarantined' or donation.payment_intent_id is distinct from p_payment_intent_id)
$$;

-- What of it could go back: less what others have asked for already.
create or replace function refundable_fen(donation donations, p_payment_intent_id text) returns bigint language sql stable as $$
  select greatest(unspent_fen(donation, p_payment_intent_id) - coalesce((select sum(amount_fen) from refunds
    where donation_id = donation.id and state = 'requested' and payment_intent_id is not distinct from p_payment_intent_id), 0), 0)::bigint
$$;

-- Somebody asks for money back, or the charity means to send it back; a person of the charity decides afterwards. Nothing moves yet.
-- Returns requested, not_found, not_paid, disputed or too_much (spent already, or asked for already).
create or replace function request_refund(
  p_refund_id uuid, p_donation_id uuid, p_payment_intent_id text, p_amount_fen bigint, p_reason text, p_note text, p_actor uuid, p_at timestamptz
) returns text language plpgsql as $$
declare
  donation donations%rowtype;
begin
  select * into donation from donations where id = p_donation_id for update;
  if not found then
    return 'not_found';
  end if;
  if donation.paid_at is null and donation.state <> 'quarantined' then
    return 'not_paid';
  end if;
  if exists (select from disputes where donation_id = donation.id and state = 'open') then
    return 'disputed';
  end if;
  if p_amount_fen <= 0 or p_amount_fen > refundable_fen(donation, p_payment_intent_id) then
    return 'too_much';
  end if;
  insert into refunds (id, donation_id, payment_intent_id, amount_fen, reason, note, state, requested_by, requested_at, updated_at)
    values (p_refund_id, donation.id, p_payment_intent_id, p_amount_fen, p_reason, p_note, 'requested', p_actor, p_at, p_at);
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, actor_user_id, at)
    values (gen_random_uuid(), 'refund', p_refund_id, null, 'request', 'requested', p_note, p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('refund.changed', jsonb_build_object('refundId', p_refund_id), p_at, p_at);
  return 'requested';
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
  perform follow_refunds(donation.id, p_at);
  perform record_refund_step(refund.id, 'requested', 'approve', 'approved', p_actor, p_at, donation.id);
  return 'approved';
end;
$$;

-- What the charity has carried of a lot that was spent already, in fen.
create or replace function lot_loss(p_lot uuid) returns bigint language sql stable as $$
  select coalesce(sum(entry.amount_fen), 0)::bigint from ledger_entries entry
    join ledger_accounts account on account.id = entry.account_id and account.kind = 'loss' where entry.lot_id = p_lot
$$;

-- The money of a failed refund is still, or again, in the charity's account. It first makes good what the charity has carried of this gift,
-- then goes back to the need as far as that has room, the rest to the village's pool; a second payment goes back to suspense.
create or replace function book_back_refund(
  refund refunds, donation donations, charity organizations, p_lot uuid, p_is_second boolean, p_at timestamptz
) returns void language plpgsql as $$
declare
  need needs%rowtype;
  carried bigint;
  to_need bigint;
  rest bigint;
begin
  perform lock_lot(p_lot, donation.need_id);
  select * into strict need from needs where id = donation.need_id;
  carried := least(refund.amount_fen, greatest(lot_loss(p_lot), 0));
  to_need := case when not p_is_second and need.state in ('published', 'fulfilled')
    then greatest(least(refund.amount_fen - carried, coalesce(need.goal_fen, 0) - need.funded_fen), 0) else 0 end;
  rest := refund.amount_fen - carried - to_need;
  perform post_ledger_transaction('refund_failed:' || refund.id, 'refund_failed', '退款未成，款项记回', 'refund:' || refund.id, null, p_at,
    array[case refund.state when 'succeeded' then open_charity_account(charity, donation.channel) else open_charity_side_account(charity, 'refund_payable') end,
      open_charity_side_account(charity, 'loss'), open_need_account(charity, need),
      case when p_is_second then open_charity_side_account(charity, 'suspense') else open_surplus_account(charity, need, 'same_village') end],
    array[p_lot, p_lot, p_lot, p_lot], array[refund.amount_fen, -carried, -to_need, -rest]);
  perform follow_need_goal(need.id, p_at);
end;
$$;

-- Settles what the provider says about one refund (B12), in one call, in any order and any number of times. p_refund_id is ours when the
-- provider knows it; a refund somebody made at the provider gets its row here. p_state: pending, succeeded, failed.
-- Returns pending, succeeded, failed, unchanged, not_paid (settle the payment first) or unknown_donation.
create or replace function settle_refund(
  p_event_id text, p_event_type text, p_donation_id uuid, p_refund_id uuid, p_provider_refund_id text, p_payment_intent_id text,
  p_amount_fen bigint, p_state text, p_failure_reason text, p_account_id text, p_is_live boolean, p_at timestamptz
) returns text language plpgsql as $$
declare
  donation donations%rowtype;
  charity organizations%rowtype;
  refund refunds%rowtype;
  outcome text := 'unchanged';
  lot uuid;
  is_second boolean;
begin
  select * into donation from donations where id = p_donation_id for update;
  if not found then
    return 'unknown_donation';
  end if;
  if donation.paid_at is null and donation.state <> 'quarantined' then
    return 'not_paid';
  end if;
  select id into lot from ledger_lots where donation_id = donation.id;
  if lot is null then
    -- Quarantined money in another account or currency: it never was in these books, so nothing leaves them.
    perform record_provider_event(p_event_id, p_event_type, p_account_id, p_is_live, p_provider_refund_id, outcome, p_at);
    return outcome;
  end if;
  select * into strict charity from organizations where id = donation.charity_id;
  select * into refund from refunds
    where donation_id = donation.id and (id = p_refund_id or provider_refund_id = p_provider_refund_id)
    order by (provider_refund_id is not distinct from p_provider_refund_id) desc limit 1 for update;
  if not found then
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
  is_second := refund.payment_intent_id is distinct from donation.payment_intent_id or donation.state = 'quarantined';

  if p_state = 'pending' and refund.state = 'approved' then
    outcome := 'pending';
  elsif p_state = 'succeeded' and refund.state in ('approved', 'pending') then
    perform post_ledger_transaction('refund_paid:' || refund.id, 'refund_paid', '退款到账', 'refund:' || refund.id, null, p_at,
      array[open_charity_side_account(charity, 'refund_payable'), open_charity_account(charity, donation.channel)],
      array[lot, lot], array[refund.amount_fen, -refund.amount_fen]);
    outcome := 'succeeded';
  elsif p_state = 'failed' and refund.state in ('approved', 'pending', 'succeeded') then
    perform book_back_refund(refund, donation, charity, lot, is_second, p_at);
    outcome := 'failed';
  end if;

  if outcome <> 'unchanged' then
    update refunds set state = outcome, provider_refund_id = coalesce(provider_refund_id, p_provider_refund_id), failure_reason = p_failure_reason,
      closed_at = case when outcome = 'pending' then null else p_at end, updated_at = p_at where id = refund.id;
    perform record_refund_step(refund.id, refund.state, case outcome when 'pending' then 'send' when 'succeeded' then 'succeed' else 'fail' end, outcome, null, p_at, donation.id);
  end if;
  perform follow_refunds(donation.id, p_at);
  perform record_provider_event(p_event_id, p_event_type, p_account_id, p_is_live, p_provider_refund_id, outcome, p_at);
  return outcome;
end;
$$;

drop function if exists settle_dispute(text, text, uuid, text, bigint, text, text, text, boolean, timestamptz);

-- Posts the provider's charge for a dispute apart, as the charity's expense; it may be given back when the dispute is won.
create or replace function post_dispute_fee(dispute disputes, charity organizations, p_lot uuid, p_fee_fen bigint, p_at timestamptz)
returns void language plpgsql as $$
declare
  posted bigint;
  step integer;
begin
  select coalesce(sum(entry.amount_fen), 0), count(distinct movement.id) into posted, step
    from ledger_transactions movement join ledger_entries entry on entry.transaction_id = movement.id
      join ledger_accounts account on account.id = entry.account_id and account.kind = 'fees'
    where movement.source = 'dispute:' || dispute.id;
  if p_fee_fen <> posted then
    perform post_ledger_transaction('dispute_fee:' || dispute.id || ':' || step, 'fee', '银行争议手续费', 'dispute:' || dispute.id, null, p_at,
      array[open_charity_side_account(charity, 'fees'), open_charity_account(charity)], array[p_lot, p_lot], array[p_fee_fen - posted, posted - p_fee_fen]);
  end if;
end;
$$;

-- A lost dispute comes off the gift's purposes; what is spent already is the charity's own loss.
create or replace function post_dispute_loss(dispute disputes, donation donations, charity organizations, p_lot uuid, p_is_second boolean, p_at timestamptz)
returns void language plpgsql as $$
declare
  codes text[];
  amounts bigint[];
  taken bigint;
begin
  perform lock_lot(p_lot, donation.need_id);
  select coalesce(array_agg(part.account_code), '{}'), coalesce(array_agg(part.fen), '{}'), coalesce(sum(part.fen), 0) into codes, amounts, taken
    from take_back_from_lot(p_lot, dispute.taken_fen, p_is_second) part;
  codes := codes || array[open_charity_side_account(charity, 'loss'), open_charity_side_account(charity, 'disputed')];
  amounts := amounts || array[dispute.taken_fen - taken, -dispute.taken_fen];
  perform post_ledger_transaction('dispute_lost:' || dispute.id, 'dispute_lost', '银行争议败诉', 'dispute:' || dispute.id, null, p_at,
    codes, array_fill(p_lot, array[cardinality(codes)]), amounts);
end;
$$;

-- Settles what the provider says about a dispute (B13): asked about, open, won or lost, in one call and in any order. p_taken_fen is what
-- it took out of the charity's account, given back or not: nothing for a mere inquiry. While it is open the gift is frozen.
-- Returns inquiry, open, won, lost, unchanged, not_paid (settle the payment first) or unknown_donation.
create or replace function settle_dispute(
  p_event_id text, p_event_type text, p_donation_id uuid, p_dispute_id text, p_payment_intent_id text, p_amount_fen bigint, p_taken_fen bigint,
  p_fee_fen bigint, p_state text, p_reason text, p_answer_by timestamptz, p_account_id text, p_is_live boolean, p_at timestamptz
) returns text language plpgsql as $$
declare
  donation donations%rowtype;
  charity organizations%rowtype;
  dispute disputes%rowtype;
  outcome text := 'unchanged';
  lot uuid;
  new_state text := case when p_state in ('won', 'lost') then p_state when p_taken_fen > 0 then 'open' else 'inquiry' end;
  is_second boolean;
  need_id uuid;
begin
  select * into donation from donations where id = p_donation_id for update;
  if not found then
    return 'unknown_donation';
  end if;
  if donation.paid_at is null and donation.state <> 'quarantined' then
    return 'not_paid';
  end if;
  select id into lot from ledger_lots where donation_id = donation.id;
  if lot is null then
    perform record_provider_event(p_event_id, p_event_type, p_account_id, p_is_live, p_dispute_id, outcome, p_at);
    return outcome;
  end if;
  select * into strict charity from organizations where id = donation.charity_id;
  insert into disputes (id, donation_id, payment_intent_id, amount_fen, state, reason, answer_by, opened_at)
    values (p_dispute_id, donation.id, coalesce(p_payment_intent_id, donation.payment_intent_id), p_amount_fen, 'inquiry', p_reason, p_answer_by, p_at)
    on conflict (id) do nothing;
  if found then
    outcome := new_state;
  end if;
  select * into strict dispute from disputes where id = p_dispute_id for update;
  is_second := dispute.payment_intent_id is distinct from donation.payment_intent_id or donation.state = 'quarantined';

  if dispute.state in ('won', 'lost') then
    if p_state in ('won', 'lost') and p_state <> dispute.state then
      perform raise_alarm('dispute_reversed', dispute.id, dispute.state || ' -> ' || p_state, p_at);
    end if;
  else
    if dispute.taken_fen = 0 and (p_taken_fen > 0 or new_state = 'lost') then
      update disputes set taken_fen = case when p_taken_fen > 0 then p_taken_fen else p_amount_fen end where id = dispute.id returning * into dispute;
      perform post_ledger_transaction('dispute_opened:' || dispute.id, 'dispute_opened', '银行争议', 'dispute:' || dispute.id, null, p_at,
        array[open_charity_side_account(charity, 'disputed'), open_charity_account(charity)], array[lot, lot],
        array[dispute.taken_fen, -dispute.taken_fen]);
    end if;
    if new_state = 'won' and dispute.taken_fen > 0 then
      perform post_ledger_transaction('dispute_won:' || dispute.id, 'dispute_won', '银行争议胜出', 'dispute:' || dispute.id, null, p_at,
        array[open_charity_account(charity), open_charity_side_account(charity, 'disputed')], array[lot, lot],
        array[dispute.taken_fen, -dispute.taken_fen]);
    elsif new_state = 'lost' then
      perform post_dispute_loss(dispute, donation, charity, lot, is_second, p_at);
    end if;
    if new_state <> dispute.state and not (new_state = 'inquiry' and dispute.state = 'open') then
      outcome := new_state;
    end if;
    update disputes set state = case when outcome = 'unchanged' then state else outcome end, answer_by = coalesce(p_answer_by, answer_by),
      closed_at = case when new_state in ('won', 'lost') then p_at end where id = dispute.id;
  end if;
  perform post_dispute_fee(dispute, charity, lot, p_fee_fen, p_at);
  if outcome <> 'unchanged' then
    insert into state_transitions (id, noun, subject_id, from_state, event, to_state, at)
      values (gen_random_uuid(), 'donation', donation.id, donation.state, case outcome when 'won' then 'win' when 'lost' then 'lose' else 'dispute' end,
        case outcome when 'won' then 'settled' when 'lost' then 'lost' else 'disputed' end, p_at);
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
