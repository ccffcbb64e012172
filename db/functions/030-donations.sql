-- A village's pool is money a charity holds: two charities working in one village hold two pools (S96).
create or replace function village_pool_code(p_charity_id uuid, p_region_code text) returns text language sql immutable as $$
  select 'pool:' || p_charity_id || ':' || p_region_code
$$;

-- The charity's account at the provider or, for gifts that came by bank, at its bank; opened with the accounts that go with it.
create or replace function open_charity_account(charity organizations, p_channel text default 'online') returns text language plpgsql as $$
declare
  code text := 'charity:' || charity.id || case p_channel when 'offline' then ':bank' else ':clearing' end;
begin
  perform open_ledger_account(code, 'charity_clearing', charity.name || case p_channel when 'offline' then '银行账户' else '捐赠账户' end,
    charity.name, charity.region_code, charity.id);
  return code;
end;
$$;

create or replace function open_charity_side_account(charity organizations, p_kind text) returns text language plpgsql as $$
declare
  code text := 'charity:' || charity.id || case p_kind when 'fees' then ':fees' when 'suspense' then ':suspense' when 'refund_payable' then ':refunds'
    when 'disputed' then ':disputed' when 'loss' then ':losses' when 'charity_own' then ':own' end;
  name text := case p_kind when 'fees' then '支付通道费' when 'suspense' then '待核查款项' when 'refund_payable' then '待退款项'
    when 'disputed' then '银行争议中款项' when 'loss' then '自有资金承担的损失' when 'charity_own' then '自有资金' end;
begin
  perform open_ledger_account(code, p_kind, name, charity.name, charity.region_code, charity.id);
  return code;
end;
$$;

create or replace function open_need_account(charity organizations, need needs) returns text language plpgsql as $$
begin
  perform open_ledger_account('need:' || need.id, 'need', need.title, charity.name, need.region_code, need.id);
  return 'need:' || need.id;
end;
$$;

-- Where the donor wanted what the need no longer takes (D10): the household's pool (a village's need has none: then the village's), the
-- category's, the village's, or back.
create or replace function open_surplus_account(charity organizations, need needs, p_choice text) returns text language plpgsql as $$
declare
  code text;
begin
  if p_choice = 'refund' then
    return open_charity_side_account(charity, 'refund_payable');
  elsif p_choice = 'same_category' then
    code := 'category_pool:' || charity.id || ':' || need.category;
    perform open_ledger_account(code, 'category_pool', need.category, charity.name, charity.region_code, charity.id);
  elsif p_choice = 'same_household' and need.household_id is not null then
    code := 'household_pool:' || charity.id || ':' || need.household_id;
    perform open_ledger_account(code, 'household_pool', (select public_code from households where id = need.household_id),
      charity.name, need.region_code, need.household_id);
  else
    code := village_pool_code(charity.id, need.region_code);
    perform open_ledger_account(code, 'village_pool', (select short_name from regions where regions.code = need.region_code) || '爱心池',
      charity.name, need.region_code, charity.id);
  end if;
  return code;
end;
$$;

create or replace function open_donation_lot(donation donations, p_at timestamptz) returns uuid language plpgsql as $$
begin
  return open_ledger_lot(donation.lot_code, 'gift', donation.id, null, donation.allows_operating, p_at);
end;
$$;

-- A money need that has its goal is fulfilled; one that lost money again is open again (Q18).
create or replace function follow_need_goal(p_need_id uuid, p_at timestamptz) returns void language plpgsql as $$
begin
  with moved as (
    update needs set state = case state when 'published' then 'fulfilled' else 'published' end,
        fulfilled_at = case state when 'published' then p_at end, updated_at = p_at
      where id = p_need_id and ((state = 'published' and type = 'money' and funded_fen = goal_fen)
        or (state = 'fulfilled' and type = 'money' and funded_fen < goal_fen and not is_frozen_need(p_need_id)))
      returning id, state)
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, at)
    select gen_random_uuid(), 'need', moved.id, case moved.state when 'fulfilled' then 'published' else 'fulfilled' end,
      case moved.state when 'fulfilled' then 'fulfil' else 'reopen' end, moved.state, p_at from moved;
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('need.changed', jsonb_build_object('needId', p_need_id), p_at, p_at);
end;
$$;

-- Books money whose purpose is in doubt to the charity's suspense account, once per reference.
create or replace function post_to_suspense(
  p_reference text, p_description text, donation donations, charity organizations, p_amount_fen bigint, p_at timestamptz
) returns void language plpgsql as $$
declare
  lot uuid := open_donation_lot(donation, p_at);
begin
  perform post_ledger_transaction(p_reference, 'quarantine', p_description, 'donation:' || donation.id, null, p_at,
    array[open_charity_account(charity), open_charity_side_account(charity, 'suspense')], array[lot, lot], array[p_amount_fen, -p_amount_fen]);
end;
$$;

-- Money came, but not as agreed (B6): it is booked to suspense, allocated to nothing, and waits for a person.
create or replace function quarantine_donation(
  donation donations, charity organizations, p_payment_intent_id text, p_amount_fen bigint, p_currency text, p_account_id text, p_at timestamptz
) returns text language plpgsql as $$
begin
  if p_account_id is not distinct from charity.stripe_account_id and lower(p_currency) = 'cny' and p_amount_fen > 0 then
    perform post_to_suspense('quarantine:' || donation.id, '金额或账户不符，待核查', donation, charity, p_amount_fen, p_at);
  end if;
  update donations set state = 'quarantined', payment_intent_id = p_payment_intent_id, updated_at = p_at where id = donation.id;
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('donation.quarantined', jsonb_build_object('donationId', donation.id), p_at, p_at);
  return 'quarantined';
end;
$$;

-- A message of the provider, recorded once with what it did (B3). One that was parked has been settled after all (B5).
create or replace function record_provider_event(
  p_event_id text, p_event_type text, p_account_id text, p_is_live boolean, p_object_id text, p_outcome text, p_at timestamptz
) returns void language plpgsql as $$
begin
  if p_event_id is not null then
    insert into stripe_events (id, type, account, is_live, object_id, outcome, received_at)
      values (p_event_id, p_event_type, p_account_id, p_is_live, p_object_id, p_outcome, p_at)
      on conflict (id) do nothing;
    update parked_events set settled_at = p_at where id = p_event_id and settled_at is null;
    if found then
      perform resolve_alarm('event_parked', p_event_id, p_at);
    end if;
  end if;
end;
$$;

-- Puts a gift that has arrived where it belongs: the need up to its goal, the rest where the donor chose. The caller holds the gift's lock.
create or replace function allocate_gift(donation donations, charity organizations, p_reference_kind text, p_actor uuid, p_at timestamptz)
returns void language plpgsql as $$
declare
  need needs%rowtype;
  lot uuid := open_donation_lot(donation, p_at);
  to_need bigint;
  over bigint;
begin
  select * into strict need from needs where id = donation.need_id for update;
  to_need := case when need.state = 'published' then greatest(least(donation.amount_fen, coalesce(need.goal_fen, 0) - need.funded_fen), 0) else 0 end;
  over := donation.amount_fen - to_need;
  perform post_ledger_transaction('donation:' || donation.id, 'donation', need.title, p_reference_kind, p_actor, p_at,
    array[open_charity_account(charity, donation.channel), open_need_account(charity, need),
      case when over > 0 then open_surplus_account(charity, need, donation.surplus_choice) else 'need:' || need.id end],
    array[lot, lot, lot], array[donation.amount_fen, -to_need, -over]);
  if over > 0 and donation.surplus_choice = 'refund' then
    insert into refunds (id, donation_id, payment_intent_id, amount_fen, reason, state, requested_at, approved_at, updated_at)
      values (gen_random_uuid(), donation.id, donation.payment_intent_id, over, 'surplus', 'approved', p_at, p_at, p_at);
    update donations set refunded_fen = refunded_fen + over where id = donation.id;
    insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
      select 'refund.changed', jsonb_build_object('refundId', refund.id), p_at, p_at
      from refunds refund where refund.donation_id = donation.id and refund.reason = 'surplus';
  end if;
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('donation.paid', jsonb_build_object('donationId', donation.id, 'needId', need.id), p_at, p_at);
  if to_need > 0 and need.funded_fen + to_need = need.goal_fen then
    perform follow_need_goal(need.id, p_at);
  end if;
end;
$$;

-- Settles what the payment provider says about one checkout, in ONE call (architecture: one SQL call per money mutation).
-- Convergent: the same truth twice, late or in another order ends in the same place (B3, B4). Lock order: donation, need (C7).
-- Returns the outcome: paid, settled, fee_settled, expired, failed, awaiting, unchanged, quarantined, other_account, unknown_donation.
create or replace function settle_donation(
  p_event_id text, p_event_type text,
  p_donation_id uuid, p_session_id text, p_state text,
  p_payment_intent_id text, p_payment_method text,
  p_amount_fen bigint, p_currency text, p_is_live boolean, p_account_id text,
  p_fee_fen bigint, p_failure_code text, p_expects_live boolean, p_at timestamptz
) returns text language plpgsql as $$
declare
  donation donations%rowtype;
  charity organizations%rowtype;
  outcome text := 'unchanged';
begin
  select * into donation from donations where id = p_donation_id for update;
  if not found then
    return 'unknown_donation';
  end if;
  select * into strict charity from organizations where id = donation.charity_id;
  -- Only the charity's own account can say what came of this gift: whatever another one says, no money of it is here (B6).
  if p_account_id is distinct from charity.stripe_account_id then
    perform record_provider_event(p_event_id, p_event_type, p_account_id, p_is_live, p_session_id, 'other_account', p_at);
    return 'other_account';
  end if;

  if p_state = 'paid' and donation.state in ('started', 'pending', 'expired', 'failed') then
    if p_amount_fen is distinct from donation.amount_fen or lower(p_currency) is distinct from donation.currency
       or p_is_live is distinct from p_expects_live
       or p_payment_intent_id is null then
      outcome := quarantine_donation(donation, charity, p_payment_intent_id, p_amount_fen, p_currency, p_account_id, p_at);
    else
      update donations set state = 'paid', paid_at = p_at, updated_at = p_at, payment_intent_id = p_payment_intent_id,
        payment_method = p_payment_method, checkout_session_id = coalesce(checkout_session_id, p_session_id), failure_code = null
        where id = donation.id returning * into donation;
      perform allocate_gift(donation, charity, 'donation:' || donation.id, donation.user_id, p_at);
      outcome := 'paid';
    end if;
    select * into donation from donations where id = p_donation_id;
  elsif p_state = 'paid' and donation.payment_intent_id is distinct from p_payment_intent_id
      and p_payment_intent_id is not null and donation.payment_intent_id is not null and p_account_id is not distinct from charity.stripe_account_id
      and lower(p_currency) = 'cny' and p_amount_fen > 0 then
    -- Somebody paid the same gift twice: the second payment is not nowhere (A6), it waits for a person to send it back.
    insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
      select 'donation.quarantined', jsonb_build_object('donationId', donation.id), p_at, p_at
      where not exists (select from ledger_transactions where reference = 'quarantine:' || p_payment_intent_id);
    perform post_to_suspense('quarantine:' || p_payment_intent_id, '重复付款，待退还', donation, charity, p_amount_fen, p_at);
    outcome := 'quarantined';
  elsif p_state = 'expired' and donation.state in ('started', 'pending') and donation.checkout_session_id is not distinct from p_session_id then
    update donations set state = 'expired', updated_at = p_at where id = donation.id;
    outcome := 'expired';
  elsif p_state = 'failed' and donation.state = 'pending' and donation.checkout_session_id is not distinct from p_session_id then
    update donations set state = 'failed', failure_code = p_failure_code, updated_at = p_at where id = donation.id;
    insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
      values ('donation.failed', jsonb_build_object('donationId', donation.id), p_at, p_at);
    outcome := 'failed';
  elsif p_state = 'awaiting_payment' then
    outcome := 'awaiting';
  end if;

  -- The channel's fee is the charity's expense, posted apart from the gift: the need gets the whole gift (A8).
  if donation.fee_fen is null and donation.paid_at is not null and p_fee_fen is not null
      and donation.payment_intent_id is not distinct from p_payment_intent_id then
    if p_fee_fen > 0 then
      perform post_ledger_transaction('fee:' || donation.id, 'fee', '支付通道费', 'donation:' || donation.id, null, p_at,
        array[open_charity_side_account(charity, 'fees'), open_charity_account(charity)],
        array[open_donation_lot(donation, p_at), open_donation_lot(donation, p_at)], array[p_fee_fen, -p_fee_fen]);
    end if;
    update donations set state = case state when 'paid' then 'settled' else state end, fee_fen = p_fee_fen,
      payment_method = coalesce(payment_method, p_payment_method), updated_at = p_at where id = donation.id;
    outcome := case when outcome = 'paid' then 'settled' else 'fee_settled' end;
  end if;

  perform record_provider_event(p_event_id, p_event_type, p_account_id, p_is_live, p_session_id, outcome, p_at);
  return outcome;
end;
$$;

drop function if exists open_charity_accounts(organizations, needs);
