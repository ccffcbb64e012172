-- Double entry. Debit is positive, credit negative; a transaction's entries sum to zero, and so do those of each lot in it (A2, S98). Ids
-- come from the sequence whatever was asked for, so that the last entry of a transaction is the one with the highest id.
create or replace function prepare_ledger_entry() returns trigger language plpgsql as $$
begin
  if new.lot_id is null then
    raise exception 'a ledger entry needs its lot' using errcode = '23514', constraint = 'ledger_entries_lot';
  end if;
  new.id := nextval('ledger_entries_id_seq');
  return new;
end;
$$;

create or replace trigger ledger_entries_prepare before insert on ledger_entries for each row execute function prepare_ledger_entry();

-- Deferred to the commit. Only the newest entry of a movement asks, and once for all of them: the others have a later one that will, and what
-- every movement is asked (does it balance, what does it touch) is one question to the database, whether it has two entries or two thousand.
-- What only money of a fund, money out of custody, a payment or operating cost must answer is asked of these alone.
create or replace function check_movement() returns trigger language plpgsql as $$
declare
  found record;
begin
  if exists (select from ledger_entries where transaction_id = new.transaction_id and id > new.id) then
    return null;
  end if;
  select sum(abs(lot.off)) as off, bool_or(lot.takes_custody) as takes_custody, bool_or(lot.takes_fund) as takes_fund,
      (select movement from ledger_transactions movement where movement.id = new.transaction_id) as movement into found
    from (
      select sum(entry.amount_fen) as off, bool_or(account.kind = 'custody' and entry.amount_fen < 0) as takes_custody,
        bool_or(account.kind = 'fund' and entry.amount_fen > 0) as takes_fund
      from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
      where entry.transaction_id = new.transaction_id group by entry.lot_id) lot;
  if found.off <> 0 then
    raise exception 'ledger transaction does not balance: off by % fen', found.off using errcode = '23514';
  end if;
  if (found.movement).source like 'disbursement:%' then
    perform check_operating_movement(found.movement);
  end if;
  -- The fund's refusals say more than custody's: they come first.
  if found.takes_fund then
    perform check_fund_movement(new.transaction_id);
  end if;
  if found.takes_custody then
    perform check_custody_movement(new.transaction_id);
  end if;
  if (found.movement).kind in ('disbursement', 'disbursement_paid') then
    perform check_payment_movement(found.movement);
  end if;
  return null;
end;
$$;

-- A movement is closed when the transaction that wrote it ends: only that one adds entries to it. Otherwise two sessions adding to one old
-- movement would each not see the other's entry, and the newest of both would answer for neither (A2). Once per statement.
create or replace function check_movement_is_open() returns trigger language plpgsql as $$
begin
  if exists (select from added where not exists (
      select from ledger_transactions movement where movement.id = added.transaction_id and movement.opened_in = pg_current_xact_id())) then
    raise exception 'a movement takes no entries after the transaction that wrote it'
      using errcode = '23514', constraint = 'ledger_entries_movement_open';
  end if;
  return null;
end;
$$;

create or replace trigger ledger_entries_movement_open after insert on ledger_entries
  referencing new table as added for each statement execute function check_movement_is_open();

-- A transaction without entries says nothing and is refused, too; that its entries balance is checked with them. So is one that names another
-- transaction as its own.
create or replace function check_transaction_has_entries() returns trigger language plpgsql as $$
begin
  if new.opened_in <> pg_current_xact_id() then
    raise exception 'a movement belongs to the transaction that writes it' using errcode = '23514', constraint = 'ledger_transactions_opened_in';
  end if;
  if not exists (select from ledger_entries where transaction_id = new.id) then
    raise exception 'ledger transaction without entries' using errcode = '23514';
  end if;
  return null;
end;
$$;

drop trigger if exists ledger_entries_balance on ledger_entries;
drop trigger if exists ledger_entries_movement on ledger_entries;
create constraint trigger ledger_entries_movement after insert on ledger_entries
  deferrable initially deferred for each row execute function check_movement();
drop trigger if exists ledger_transactions_balance on ledger_transactions;
create constraint trigger ledger_transactions_balance after insert on ledger_transactions
  deferrable initially deferred for each row execute function check_transaction_has_entries();
drop function if exists check_ledger_balance();
drop function if exists check_entries_balance();

-- What a need shows as given IS its ledger account: whoever writes an entry moves it, and the CHECK on needs refuses more than the goal,
-- with or without the application (C1). By key from the entries to the needs, whatever size the tables had when this was planned.
create or replace function follow_need_accounts() returns trigger language plpgsql
set plan_cache_mode = force_generic_plan set join_collapse_limit = 1 set from_collapse_limit = 1
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
begin
  update needs set funded_fen = needs.funded_fen - moved.fen, donation_count = needs.donation_count + moved.gift_count,
      money_since = case when needs.funded_fen - moved.fen > 0
        then coalesce(needs.money_since, to_char(moved.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')) end
    from (
      select account.subject_id as need_id, sum(entry.amount_fen) as fen, min(movement.at) as at,
        count(*) filter (where movement.kind = 'donation') as gift_count
      from added entry
        join ledger_accounts account on account.id = entry.account_id and account.kind = 'need'
        join ledger_transactions movement on movement.id = entry.transaction_id
          and movement.kind in ('donation', 'allocation', 'refund', 'refund_failed', 'dispute_lost')
      group by account.subject_id) moved
    where needs.id = moved.need_id;
  return null;
end;
$$;

drop trigger if exists ledger_entries_need on ledger_entries;
create trigger ledger_entries_need after insert on ledger_entries
  referencing new table as added for each statement execute function follow_need_accounts();
drop function if exists follow_need_account();

-- The account with this code, opened if it is not there yet. Concurrent callers get the same row.
create or replace function open_ledger_account(
  p_code text, p_kind text, p_name text, p_legal_person text, p_region_code text, p_subject_id uuid
) returns uuid language plpgsql as $$
declare
  found uuid;
begin
  select id into found from ledger_accounts where code = p_code;
  if found is not null then
    return found;
  end if;
  insert into ledger_accounts (id, code, kind, name, legal_person, region_code, subject_id)
    values (gen_random_uuid(), p_code, p_kind, p_name, p_legal_person, p_region_code, p_subject_id)
    on conflict (code) do nothing;
  select id into strict found from ledger_accounts where code = p_code;
  return found;
end;
$$;

-- The lot with this code, opened if it is not there yet.
create or replace function open_ledger_lot(
  p_code text, p_kind text, p_donation_id uuid, p_contributor text, p_allows_operating boolean, p_at timestamptz
) returns uuid language plpgsql as $$
declare
  found uuid;
begin
  insert into ledger_lots (id, code, kind, donation_id, contributor, allows_operating, opened_at)
    values (gen_random_uuid(), p_code, p_kind, p_donation_id, p_contributor, p_allows_operating, p_at)
    on conflict (code) do nothing returning id into found;
  if found is null then
    select id into strict found from ledger_lots where code = p_code;
  end if;
  return found;
end;
$$;

drop function if exists post_ledger_transaction(text, text, text, text, uuid, timestamptz, text[], bigint[]);

-- Posts one transaction: entries are triples of account code, lot and amount in fen. A reference is posted once (A4): posting it again
-- returns the first transaction and changes nothing.
create or replace function post_ledger_transaction(
  p_reference text, p_kind text, p_description text, p_source text, p_actor uuid, p_at timestamptz,
  p_account_codes text[], p_lots uuid[], p_amounts_fen bigint[]
) returns uuid language plpgsql as $$
declare
  transaction uuid;
  wanted integer;
  written integer;
begin
  if cardinality(p_account_codes) <> cardinality(p_amounts_fen) or cardinality(p_lots) <> cardinality(p_amounts_fen) then
    raise exception 'accounts, lots and amounts differ in number' using errcode = '22023';
  end if;
  insert into ledger_transactions (id, reference, kind, description, source, actor_user_id, at)
    values (gen_random_uuid(), p_reference, p_kind, p_description, p_source, p_actor, p_at)
    on conflict (reference) do nothing returning id into transaction;
  if transaction is null then
    select id into strict transaction from ledger_transactions where reference = p_reference;
    return transaction;
  end if;
  insert into ledger_entries (transaction_id, account_id, lot_id, amount_fen)
    select transaction, account.id, line.lot, line.amount_fen
    from unnest(p_account_codes, p_lots, p_amounts_fen) with ordinality line(code, lot, amount_fen, position)
    join ledger_accounts account on account.code = line.code
    where line.amount_fen <> 0 order by line.position;
  get diagnostics written = row_count;
  select count(*) into wanted from unnest(p_amounts_fen) line(amount_fen) where line.amount_fen <> 0;
  if written <> wanted then
    raise exception 'an account of % is not there', p_account_codes using errcode = '23503';
  end if;
  return transaction;
end;
$$;

-- What an account that holds money for a purpose still has, in fen; nothing while a complaint freezes it (S121), without the lots whose gift
-- is in an open dispute (B13) and, for operating cost, only of the lots whose donors agreed (S103).
create or replace function list_spendable_lots(p_account_code text, p_operating boolean default false)
returns table (lot uuid, sequence bigint, fen bigint) language sql stable as $$
  select entry.lot_id, coalesce(lot.sequence, 0), -sum(entry.amount_fen)::bigint
  from ledger_entries entry
    join (select id from ledger_accounts where code = p_account_code and not is_frozen_account(id) offset 0) account on account.id = entry.account_id
    left join ledger_lots lot on lot.id = entry.lot_id
  where (not p_operating or lot.allows_operating)
    and not exists (select from disputes dispute where dispute.donation_id = lot.donation_id and dispute.state in ('inquiry', 'open'))
  group by entry.lot_id, lot.sequence
  having sum(entry.amount_fen) < 0
$$;

-- 各记其功 (S98): an amount is taken from all lots of an account in proportion to what they still have. Remainder rule: every lot gives
-- its share rounded down; the missing fen come one each from the lots with the largest fractions, the older lot first.
-- Nothing when the account has less than the amount.
create or replace function share_among_lots(p_account_code text, p_amount_fen bigint, p_operating boolean default false)
returns table (lot uuid, fen bigint) language sql stable as $$
  with held as (select * from list_spendable_lots(p_account_code, p_operating)),
    total as (select coalesce(sum(held.fen), 0)::numeric as fen from held),
    base as (
      select held.lot, held.sequence, div(p_amount_fen::numeric * held.fen, total.fen)::bigint as part,
        (p_amount_fen * held.fen::numeric) % total.fen as rest
      from held, total where total.fen >= p_amount_fen and total.fen > 0),
    ranked as (select base.lot, base.part, row_number() over (order by base.rest desc, base.sequence) as place,
      p_amount_fen - sum(base.part) over () as missing from base)
  select ranked.lot, ranked.part + case when ranked.place <= ranked.missing then 1 else 0 end
  from ranked where ranked.part > 0 or ranked.place <= ranked.missing
$$;

-- What one lot still has on the accounts that hold gifts for a purpose, the need's own first; never from a frozen lot.
create or replace function list_lot_purposes(p_lot uuid)
returns table (account_code text, kind text, fen bigint) language sql stable as $$
  select account.code, account.kind, -sum(entry.amount_fen)::bigint
  from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
  where entry.lot_id = p_lot and account.kind in ('need', 'village_pool', 'household_pool', 'category_pool', 'suspense')
  group by account.code, account.kind having sum(entry.amount_fen) < 0
  order by case account.kind when 'suspense' then 0 when 'need' then 2 else 1 end, account.code
$$;
