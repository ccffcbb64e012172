-- Double entry. Debit is positive, credit negative; a transaction's entries sum to zero (A2), checked when the transaction commits.
create or replace function check_ledger_balance() returns trigger language plpgsql as $$
declare
  off bigint;
  entry_count integer;
  checked uuid := (to_jsonb(new) ->> case tg_table_name when 'ledger_entries' then 'transaction_id' else 'id' end)::uuid;
begin
  select coalesce(sum(amount_fen), 0), count(*) into off, entry_count from ledger_entries where transaction_id = checked;
  if off <> 0 or entry_count < 2 then
    raise exception 'ledger transaction does not balance: off by % fen over % entries', off, entry_count using errcode = '23514';
  end if;
  return null;
end;
$$;

drop trigger if exists ledger_entries_balance on ledger_entries;
create constraint trigger ledger_entries_balance after insert on ledger_entries
  deferrable initially deferred for each row execute function check_ledger_balance();
drop trigger if exists ledger_transactions_balance on ledger_transactions;
create constraint trigger ledger_transactions_balance after insert on ledger_transactions
  deferrable initially deferred for each row execute function check_ledger_balance();

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

-- Posts one transaction: entries are pairs of account code and amount in fen. A reference is posted once (A4): posting it again
-- returns the first transaction and changes nothing.
create or replace function post_ledger_transaction(
  p_reference text, p_kind text, p_description text, p_source text, p_actor uuid, p_at timestamptz,
  p_account_codes text[], p_amounts_fen bigint[]
) returns uuid language plpgsql as $$
declare
  transaction uuid;
  position integer;
  account uuid;
begin
  if coalesce(array_length(p_account_codes, 1), 0) <> coalesce(array_length(p_amounts_fen, 1), 0) then
    raise exception 'accounts and amounts differ in number' using errcode = '22023';
  end if;
  insert into ledger_transactions (id, reference, kind, description, source, actor_user_id, at)
    values (gen_random_uuid(), p_reference, p_kind, p_description, p_source, p_actor, p_at)
    on conflict (reference) do nothing returning id into transaction;
  if transaction is null then
    select id into strict transaction from ledger_transactions where reference = p_reference;
    return transaction;
  end if;
  for position in 1 .. array_length(p_account_codes, 1) loop
    select id into account from ledger_accounts where code = p_account_codes[position];
    if account is null then
      raise exception 'no ledger account %', p_account_codes[position] using errcode = '23503';
    end if;
    if p_amounts_fen[position] <> 0 then
      insert into ledger_entries (transaction_id, account_id, amount_fen) values (transaction, account, p_amounts_fen[position]);
    end if;
  end loop;
  return transaction;
end;
$$;
