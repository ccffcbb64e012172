-- Pays a disbursement out of a need's money (S101). Every lot gives its share (S98); operating cost only from gifts whose donors agreed
-- (S103). First the need owes it to the recipient, then the charity's account pays the recipient: both in one call, under one row lock.
create or replace function pay_out_disbursement(p_disbursement_id uuid, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  disbursement disbursements%rowtype;
  need needs%rowtype;
  charity organizations%rowtype;
  recipient text;
  account text;
  lots uuid[];
  amounts bigint[];
  paying text[];
  lot_count integer;
begin
  select * into disbursement from disbursements where id = p_disbursement_id for update;
  if not found then
    return 'not_found';
  end if;
  if disbursement.state not in ('proposed', 'approved') then
    return 'conflict';
  end if;
  if disbursement.proposed_by = p_actor then
    return 'same_person';
  end if;
  select * into strict need from needs where id = disbursement.need_id for update;
  if is_frozen_need(need.id) then
    return 'money_frozen';
  end if;
  -- A need that is suspended or withdrawn keeps its money until somebody has looked (S101).
  if need.state not in ('published', 'fulfilled', 'reported') then
    return 'need_closed';
  end if;
  if disbursement.approved_by is null and needs_disbursement_approval(disbursement.amount_fen, need.region_code, p_at) then
    return 'needs_approval';
  end if;
  if disbursement.approved_by = p_actor then
    return 'same_person';
  end if;
  select * into strict charity from organizations where id = disbursement.charity_id;
  account := 'need:' || need.id;
  select array_agg(share.lot order by share.lot), array_agg(share.fen order by share.lot) into lots, amounts
    from share_among_lots(account, disbursement.amount_fen, disbursement.cost_kind = 'operating') share;
  lot_count := coalesce(cardinality(lots), 0);
  if lot_count = 0 then
    return 'not_enough_money';
  end if;
  recipient := open_recipient_account(disbursement, need);
  paying := accounts_of_lots(charity, lots);
  update disbursements set state = 'paid_out', paid_by = p_actor, paid_at = p_at where id = disbursement.id;
  perform post_ledger_transaction('disbursement:' || disbursement.id, 'disbursement', disbursement.purpose, 'disbursement:' || disbursement.id, p_actor, p_at,
    array_fill(account, array[lot_count]) || array_fill(recipient, array[lot_count]), lots || lots, amounts || negate_all(amounts));
  perform post_ledger_transaction('disbursement_paid:' || disbursement.id, 'disbursement_paid', disbursement.purpose, 'disbursement:' || disbursement.id, p_actor, p_at,
    array_fill(recipient, array[lot_count]) || paying, lots || lots, amounts || negate_all(amounts));
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), 'disbursement', disbursement.id, disbursement.state, 'pay_out', 'paid_out', p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('disbursement.changed', jsonb_build_object('disbursementId', disbursement.id), p_at, p_at),
           ('need.changed', jsonb_build_object('needId', disbursement.need_id), p_at, p_at);
  return 'paid_out';
end;
$$;

-- The charity's account each lot came into, in the order of the lots: a gift by bank transfer is paid out of the bank, one that came through
-- the provider out of the account there (Q19). What was posted before this rule stays as it was; the books read both alike.
create or replace function accounts_of_lots(charity organizations, p_lots uuid[]) returns text[] language plpgsql as $$
declare
  online text := open_charity_account(charity);
  bank text := case when exists (select from ledger_lots lot join donations gift on gift.id = lot.donation_id
    where lot.id = any (p_lots) and gift.channel = 'offline') then open_charity_account(charity, 'offline') end;
begin
  return (select array_agg(case gift.channel when 'offline' then bank else online end order by held.position)
    from unnest(p_lots) with ordinality held(lot, position)
      join ledger_lots lot on lot.id = held.lot left join donations gift on gift.id = lot.donation_id);
end;
$$;

create or replace function negate_all(p_amounts bigint[]) returns bigint[] language sql immutable as $$
  select array_agg(-line.fen order by line.position) from unnest(p_amounts) with ordinality line(fen, position)
$$;

-- The recipient as a legal person: a supplier by its name, a household by its public code only (L17).
create or replace function open_recipient_account(disbursement disbursements, need needs) returns text language plpgsql as $$
declare
  household text := coalesce((select public_code from households where id = need.household_id), disbursement.public_code);
  code text := case disbursement.payee_kind when 'supplier' then 'supplier:' || left(md5(disbursement.payee_name), 16) else 'household:' || household end;
begin
  if disbursement.payee_kind = 'supplier' then
    perform open_ledger_account(code, 'supplier', disbursement.payee_name, disbursement.payee_name, null, null);
  else
    perform open_ledger_account(code, 'household', household, household, need.region_code, need.household_id);
  end if;
  return code;
end;
$$;

-- The recipient sent the money back: the same lots get it back, on the need it came from. The charity's person says so, not the proposer.
create or replace function return_disbursement(p_disbursement_id uuid, p_reason text, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  disbursement disbursements%rowtype;
  codes text[];
  lots uuid[];
  amounts bigint[];
begin
  select * into disbursement from disbursements where id = p_disbursement_id for update;
  if not found then
    return 'not_found';
  end if;
  if disbursement.state <> 'paid_out' then
    return 'conflict';
  end if;
  if disbursement.proposed_by = p_actor then
    return 'same_person';
  end if;
  perform 1 from needs where id = disbursement.need_id for update;
  select array_agg(account.code order by entry.id), array_agg(entry.lot_id order by entry.id), array_agg(-entry.amount_fen order by entry.id)
    into codes, lots, amounts
    from ledger_entries entry
      join ledger_accounts account on account.id = entry.account_id and account.kind in ('need', 'charity_clearing')
      join ledger_transactions movement on movement.id = entry.transaction_id
    where movement.reference in ('disbursement:' || disbursement.id, 'disbursement_paid:' || disbursement.id);
  update disbursements set state = 'returned', return_reason = p_reason where id = disbursement.id;
  perform post_ledger_transaction('disbursement_returned:' || disbursement.id, 'disbursement_returned', disbursement.purpose,
    'disbursement:' || disbursement.id, p_actor, p_at, codes, lots, amounts);
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, actor_user_id, at)
    values (gen_random_uuid(), 'disbursement', disbursement.id, 'paid_out', 'return', 'returned', p_reason, p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('disbursement.changed', jsonb_build_object('disbursementId', disbursement.id), p_at, p_at),
           ('need.changed', jsonb_build_object('needId', disbursement.need_id), p_at, p_at);
  return 'returned';
end;
$$;

-- Spends a fund for one of its purposes (S97): never for another, never below its floor, never by the person who proposed it.
-- Only for a project of the library that is approved or under way, within the budget that was approved (S100); work expenses are no project.
-- Lock order: spending, project, fund. Returns approved, not_found, conflict, same_person, other_purpose, no_project, project_closed,
-- over_budget, not_enough_money, below_floor.
create or replace function approve_fund_spending(p_spending_id uuid, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  spending fund_spendings%rowtype;
  fund funds%rowtype;
  custodies text[];
  lots uuid[];
  amounts bigint[];
  balance bigint;
begin
  select * into spending from fund_spendings where id = p_spending_id for update;
  if not found then
    return 'not_found';
  end if;
  if spending.state <> 'proposed' then
    return 'conflict';
  end if;
  if spending.proposed_by = p_actor then
    return 'same_person';
  end if;
  perform from library_projects where id = spending.project_id for update;
  select * into strict fund from funds where id = spending.fund_id for update;
  if exists (select from money_freezes where fund_id = fund.id and lifted_at is null) then
    return 'money_frozen';
  end if;
  if not spending.purpose = any (fund.purposes) then
    return 'other_purpose';
  end if;
  if not fund.is_operating then
    if spending.project_id is null then
      return 'no_project';
    end if;
    if not exists (select from library_projects where id = spending.project_id and state in ('approved', 'under_way')) then
      return 'project_closed';
    end if;
    if library_budget_fen(spending.project_id) - library_spent_fen(spending.project_id) < spending.amount_fen then
      return 'over_budget';
    end if;
  end if;
  select coalesce(sum(held.fen), 0) into balance from list_spendable_lots('fund:' || fund.code) held;
  if balance < spending.amount_fen then
    return 'not_enough_money';
  end if;
  if balance - spending.amount_fen < fund.floor_fen then
    return 'below_floor';
  end if;
  select array_agg(share.lot order by share.lot), array_agg(share.fen order by share.lot) into lots, amounts
    from share_among_lots('fund:' || fund.code, spending.amount_fen) share;
  -- Each lot is paid from the account that holds it: the one its budget was paid into.
  select array_agg((select account.code from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
      where entry.lot_id = held.lot and account.kind = 'custody' order by entry.id limit 1) order by held.position)
    into custodies from unnest(lots) with ordinality held(lot, position);
  update fund_spendings set state = 'approved', approved_by = p_actor, closed_at = p_at where id = spending.id;
  perform post_ledger_transaction('fund_spending:' || spending.id, 'fund_spending', spending.description, spending.document_number, p_actor, p_at,
    array_fill('fund:' || fund.code, array[cardinality(lots)]) || custodies,
    lots || lots, amounts || negate_all(amounts));
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), 'fund_spending', spending.id, 'proposed', 'approve', 'approved', p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at) values ('ledger.changed', '{}'::jsonb, p_at, p_at);
  return 'approved';
end;
$$;

-- Whoever takes money out of a fund, with or without the application: only by an approved spending of its exact amount, for one of the
-- fund's purposes, and not below the floor. Checked at commit.
create or replace function check_fund_movement(p_movement_id uuid) returns void language plpgsql as $$
declare
  taken record;
begin
  for taken in
    select distinct entry.account_id, account.subject_id as fund_id
      from ledger_entries entry join ledger_accounts account on account.id = entry.account_id and account.kind = 'fund'
      where entry.transaction_id = p_movement_id and entry.amount_fen > 0
  loop
    perform check_fund_spent(p_movement_id, taken.account_id, taken.fund_id);
  end loop;
end;
$$;

create or replace function check_fund_spent(p_movement_id uuid, p_account_id uuid, p_fund_id uuid) returns void language plpgsql as $$
declare
  fund funds%rowtype;
  spending fund_spendings%rowtype;
  spent bigint;
  balance bigint;
begin
  select * into strict fund from funds where id = p_fund_id;
  select fund_spendings.* into spending from ledger_transactions movement
    join fund_spendings on movement.reference = 'fund_spending:' || fund_spendings.id
    where movement.id = p_movement_id and fund_spendings.fund_id = fund.id and fund_spendings.state = 'approved';
  if not found or not spending.purpose = any (fund.purposes) then
    raise exception 'fund % may be spent for its purposes only', fund.code using errcode = '23514', constraint = 'funds_purpose';
  end if;
  select coalesce(sum(amount_fen) filter (where transaction_id = p_movement_id), 0), coalesce(-sum(amount_fen), 0) into spent, balance
    from ledger_entries where account_id = p_account_id;
  if spent <> spending.amount_fen then
    raise exception 'fund %: % fen spent, % approved', fund.code, spent, spending.amount_fen using errcode = '23514', constraint = 'funds_amount';
  end if;
  if balance < fund.floor_fen then
    raise exception 'fund % would fall below its floor', fund.code using errcode = '23514', constraint = 'funds_floor';
  end if;
  if not fund.is_operating then
    -- The row lock lets two spendings of one project, of two funds, see each other.
    perform from library_projects where id = spending.project_id for update;
    if not exists (select from library_projects where id = spending.project_id and state in ('approved', 'under_way')) then
      raise exception 'fund %: money goes to approved projects of the library only', fund.code using errcode = '23514', constraint = 'funds_project';
    end if;
    if library_budget_fen(spending.project_id) < library_spent_fen(spending.project_id) then
      raise exception 'fund %: more than the approved budget of the project', fund.code using errcode = '23514', constraint = 'funds_project_budget';
    end if;
  end if;
end;
$$;

-- Public money leaves the account that holds it by such a spending and in no other way (S97, S100).
create or replace function check_custody_movement(p_movement_id uuid) returns void language plpgsql as $$
begin
  if not exists (
    select from ledger_transactions movement join fund_spendings on movement.reference = 'fund_spending:' || fund_spendings.id
    where movement.id = p_movement_id and fund_spendings.state = 'approved') then
    raise exception 'public money is paid by an approved spending of a fund only' using errcode = '23514', constraint = 'custody_spending';
  end if;
end;
$$;

-- Operating cost from a gift whose donor did not agree is refused, whoever writes it (S103).
create or replace function check_operating_movement(movement ledger_transactions) returns void language plpgsql as $$
begin
  if exists (
    select from disbursements
      join ledger_entries entry on entry.transaction_id = movement.id and entry.amount_fen > 0
      join ledger_lots lot on lot.id = entry.lot_id and not lot.allows_operating
      where movement.source = 'disbursement:' || disbursements.id and disbursements.cost_kind = 'operating'
  ) then
    raise exception 'operating cost needs the consent of this gift''s donor' using errcode = '23514', constraint = 'ledger_operating_consent';
  end if;
end;
$$;

-- Each was a trigger of its own for every single entry once; check_movement asks them now.
drop trigger if exists ledger_entries_custody on ledger_entries;
drop trigger if exists ledger_entries_fund on ledger_entries;
drop trigger if exists ledger_entries_operating on ledger_entries;
drop function if exists check_custody_entry();
drop function if exists check_fund_entry();
drop function if exists check_operating_cost();
