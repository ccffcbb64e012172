-- Settles what the payment provider says about one checkout, in ONE call (architecture: one SQL call per money mutation).
-- Convergent: the same truth twice, late or in another order ends in the same place (B3, B4). Lock order: event, donation, need (C7).
-- Returns the outcome: paid, settled, fee_settled, expired, failed, awaiting, unchanged, quarantined, unknown_donation.
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
  need needs%rowtype;
  outcome text;
  to_need bigint;
  over bigint;
  clearing text;
begin
  select * into donation from donations where id = p_donation_id for update;
  if not found then
    return 'unknown_donation';
  end if;
  select * into strict charity from organizations where id = donation.charity_id;

  if p_state = 'paid' and donation.state in ('started', 'pending', 'expired', 'failed') then
    if p_amount_fen is distinct from donation.amount_fen or lower(p_currency) is distinct from donation.currency
       or p_is_live is distinct from p_expects_live or p_account_id is distinct from charity.stripe_account_id
       or p_payment_intent_id is null then
      outcome := quarantine_donation(donation, charity, p_payment_intent_id, p_amount_fen, p_currency, p_account_id, p_at);
    else
      select * into strict need from needs where id = donation.need_id for update;
      to_need := case when need.state in ('published') then least(donation.amount_fen, coalesce(need.goal_fen, 0) - need.funded_fen) else 0 end;
      to_need := greatest(to_need, 0);
      over := donation.amount_fen - to_need;
      clearing := open_charity_accounts(charity, need);
      perform post_ledger_transaction('donation:' || donation.id, 'donation', need.title, 'donation:' || donation.id, donation.user_id, p_at,
        array[clearing, 'need:' || need.id, village_pool_code(charity.id, need.region_code)],
        array[donation.amount_fen, -to_need, -over]);
      if to_need > 0 then
        insert into allocations (id, donation_id, need_id, amount_fen, at) values (gen_random_uuid(), donation.id, need.id, to_need, p_at);
        update needs set funded_fen = funded_fen + to_need, donation_count = donation_count + 1, updated_at = p_at where id = need.id;
      end if;
      if over > 0 then
        insert into allocations (id, donation_id, pool_region_code, amount_fen, at) values (gen_random_uuid(), donation.id, need.region_code, over, p_at);
      end if;
      update donations set state = 'paid', paid_at = p_at, updated_at = p_at, payment_intent_id = p_payment_intent_id,
        payment_method = p_payment_method, checkout_session_id = coalesce(checkout_session_id, p_session_id), failure_code = null
        where id = donation.id;
      insert into outbox_events (kind, payload, occurred_at, next_attempt_at) values
        ('donation.paid', jsonb_build_object('donationId', donation.id), p_at, p_at),
        ('need.changed', jsonb_build_object('needId', need.id), p_at, p_at);
      if to_need > 0 and need.type = 'money' and need.funded_fen + to_need = need.goal_fen then
        update needs set state = 'fulfilled', fulfilled_at = p_at where id = need.id and state = 'published';
        insert into state_transitions (id, noun, subject_id, from_state, event, to_state, at)
          values (gen_random_uuid(), 'need', need.id, 'published', 'fulfil', 'fulfilled', p_at);
      end if;
      outcome := 'paid';
    end if;
    select * into donation from donations where id = p_donation_id;
  elsif p_state = 'paid' and donation.payment_intent_id is distinct from p_payment_intent_id
      and p_payment_intent_id is not null and donation.payment_intent_id is not null and p_account_id is not distinct from charity.stripe_account_id
      and lower(p_currency) = 'cny' and p_amount_fen > 0 then
    -- Somebody paid the same gift twice: the second payment is not nowhere (A6), it waits for a person to send it back.
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
  else
    outcome := 'unchanged';
  end if;

  -- The channel's fee is the charity's expense, posted apart from the gift: the need gets the whole gift (A8).
  if donation.state = 'paid' and donation.payment_intent_id is not distinct from p_payment_intent_id and p_fee_fen is not null then
    perform open_ledger_account('charity:' || charity.id || ':fees', 'fees', '支付通道费', charity.name, charity.region_code, charity.id);
    if p_fee_fen > 0 then
      perform post_ledger_transaction('fee:' || donation.id, 'fee', '支付通道费', 'donation:' || donation.id, null, p_at,
        array['charity:' || charity.id || ':fees', 'charity:' || charity.id || ':clearing'], array[p_fee_fen, -p_fee_fen]);
    end if;
    update donations set state = 'settled', fee_fen = p_fee_fen, updated_at = p_at where id = donation.id;
    outcome := case when outcome = 'paid' then 'settled' else 'fee_settled' end;
  end if;

  if p_event_id is not null then
    insert into stripe_events (id, type, account, is_live, object_id, outcome, received_at)
      values (p_event_id, p_event_type, p_account_id, p_is_live, p_session_id, outcome, p_at)
      on conflict (id) do nothing;
  end if;
  return outcome;
end;
$$;

-- A village's pool is money a charity holds: two charities working in one village hold two pools (S96).
create or replace function village_pool_code(p_charity_id uuid, p_region_code text) returns text language sql immutable as $$
  select 'pool:' || p_charity_id || ':' || p_region_code
$$;

-- The ledger accounts a gift to this need moves between.
create or replace function open_charity_accounts(charity organizations, need needs) returns text language plpgsql as $$
begin
  perform open_ledger_account('charity:' || charity.id || ':clearing', 'charity_clearing', charity.name || '捐赠账户', charity.name, charity.region_code, charity.id);
  perform open_ledger_account('need:' || need.id, 'need', need.title, charity.name, need.region_code, need.id);
  perform open_ledger_account(village_pool_code(charity.id, need.region_code), 'village_pool',
    (select short_name from regions where code = need.region_code) || '爱心池', charity.name, need.region_code, charity.id);
  return 'charity:' || charity.id || ':clearing';
end;
$$;

-- Books money whose purpose is in doubt to the charity's suspense account, once per reference.
create or replace function post_to_suspense(
  p_reference text, p_description text, donation donations, charity organizations, p_amount_fen bigint, p_at timestamptz
) returns void language plpgsql as $$
begin
  perform open_ledger_account('charity:' || charity.id || ':clearing', 'charity_clearing', charity.name || '捐赠账户', charity.name, charity.region_code, charity.id);
  perform open_ledger_account('charity:' || charity.id || ':suspense', 'suspense', '待核查款项', charity.name, charity.region_code, charity.id);
  perform post_ledger_transaction(p_reference, 'quarantine', p_description, 'donation:' || donation.id, null, p_at,
    array['charity:' || charity.id || ':clearing', 'charity:' || charity.id || ':suspense'], array[p_amount_fen, -p_amount_fen]);
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
  return 'quarantined';
end;
$$;

-- Pays a disbursement out of a need's money: the need's liability goes down, the charity's account too (S101). One call, one row lock.
create or replace function pay_out_disbursement(p_disbursement_id uuid, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  disbursement disbursements%rowtype;
  available bigint;
begin
  select * into disbursement from disbursements where id = p_disbursement_id for update;
  if not found then
    return 'not_found';
  end if;
  if disbursement.state <> 'proposed' then
    return 'conflict';
  end if;
  if disbursement.proposed_by = p_actor then
    return 'same_person';
  end if;
  perform 1 from needs where id = disbursement.need_id for update;
  select coalesce(-sum(entry.amount_fen), 0) into available
    from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
    where account.code = 'need:' || disbursement.need_id;
  if available < disbursement.amount_fen then
    return 'not_enough_money';
  end if;
  update disbursements set state = 'paid_out', paid_by = p_actor, paid_at = p_at where id = disbursement.id;
  perform post_ledger_transaction('disbursement:' || disbursement.id, 'disbursement', disbursement.purpose, 'disbursement:' || disbursement.id, p_actor, p_at,
    array['need:' || disbursement.need_id, 'charity:' || disbursement.charity_id || ':clearing'],
    array[disbursement.amount_fen, -disbursement.amount_fen]);
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), 'disbursement', disbursement.id, 'proposed', 'pay_out', 'paid_out', p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('disbursement.changed', jsonb_build_object('disbursementId', disbursement.id), p_at, p_at),
           ('need.changed', jsonb_build_object('needId', disbursement.need_id), p_at, p_at);
  return 'paid_out';
end;
$$;
