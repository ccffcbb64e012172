-- Bank statements of a charity (Q19): what PostgreSQL itself holds, whoever writes. Nothing here ever writes the ledger.

-- What the books posted on the charity's account at its bank, one row per posting. Suppliers and households are paid from the bank even where
-- an old posting took it off the account at the provider.
create or replace function bank_bookings(p_charity_id uuid)
returns table (transaction_id uuid, kind text, reference text, source text, at timestamptz, fen bigint) language sql stable as $$
  select movement.id, movement.kind, movement.reference, movement.source, movement.at, sum(entry.amount_fen)::bigint
  from ledger_accounts account
    join ledger_entries entry on entry.account_id = account.id
    join ledger_transactions movement on movement.id = entry.transaction_id
  where account.code = 'charity:' || p_charity_id || ':bank'
    or (account.code = 'charity:' || p_charity_id || ':clearing' and movement.kind in ('disbursement_paid', 'disbursement_returned'))
  group by movement.id having sum(entry.amount_fen) <> 0
$$;

-- The same for one posting: null where it does not touch this charity's bank.
create or replace function bank_booking_fen(p_charity_id uuid, p_transaction_id uuid) returns bigint language sql stable as $$
  select sum(entry.amount_fen)::bigint
  from ledger_transactions movement
    join ledger_entries entry on entry.transaction_id = movement.id
    join ledger_accounts account on account.id = entry.account_id
  where movement.id = p_transaction_id
    and (account.code = 'charity:' || p_charity_id || ':bank'
      or (account.code = 'charity:' || p_charity_id || ':clearing' and movement.kind in ('disbursement_paid', 'disbursement_returned')))
$$;

-- A statement is of its charity's account, begins as a preview, and is accepted or discarded once.
create or replace function guard_bank_statement() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a bank statement is never deleted' using errcode = '23514', constraint = 'bank_statements_kept';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'preview' or new.charity_id is distinct from (select charity_id from bank_accounts where id = new.account_id) then
      raise exception 'a bank statement begins as a preview of the charity''s own account' using errcode = '23514', constraint = 'bank_statements_begin';
    end if;
    return new;
  end if;
  if old.state <> 'preview' or row(new.id, new.charity_id, new.account_id, new.sha256, new.uploaded_by, new.uploaded_at)
      is distinct from row(old.id, old.charity_id, old.account_id, old.sha256, old.uploaded_by, old.uploaded_at) then
    raise exception 'a closed bank statement stays as it is' using errcode = '23514', constraint = 'bank_statements_fixed';
  end if;
  return new;
end;
$$;
create or replace trigger bank_statements_guard before insert or update or delete on bank_statements
  for each row execute function guard_bank_statement();

create or replace function guard_bank_line() returns trigger language plpgsql as $$
begin
  if not exists (select from bank_statements where id = new.statement_id and charity_id = new.charity_id and account_id = new.account_id
      and state = 'accepted') then
    raise exception 'a line belongs to an accepted statement of its own account' using errcode = '23514', constraint = 'bank_lines_statement';
  end if;
  return new;
end;
$$;
create or replace trigger bank_lines_guard before insert on bank_lines for each row execute function guard_bank_line();

-- A pairing joins a line and a posting of the same charity, of the same amount and direction, to the fen. It is undone once, never rewritten.
create or replace function guard_bank_match() returns trigger language plpgsql as $$
declare
  line bank_lines%rowtype;
begin
  if tg_op = 'DELETE' then
    raise exception 'a pairing is undone, never deleted' using errcode = '23514', constraint = 'bank_matches_kept';
  end if;
  if tg_op = 'UPDATE' then
    if old.undone_at is not null or new.undone_at is null
        or row(new.id, new.charity_id, new.line_id, new.kind, new.transaction_id, new.reason, new.decided_by, new.decided_at)
          is distinct from row(old.id, old.charity_id, old.line_id, old.kind, old.transaction_id, old.reason, old.decided_by, old.decided_at) then
      raise exception 'of a pairing only its undoing is written' using errcode = '23514', constraint = 'bank_matches_fixed';
    end if;
    return new;
  end if;
  select * into line from bank_lines where id = new.line_id and charity_id = new.charity_id;
  if not found then
    raise exception 'the line is another charity''s' using errcode = '23514', constraint = 'bank_matches_charity';
  end if;
  if new.kind = 'booking' and bank_booking_fen(new.charity_id, new.transaction_id) is distinct from line.amount_fen then
    raise exception 'line and posting differ' using errcode = '23514', constraint = 'bank_matches_amount';
  end if;
  return new;
end;
$$;
create or replace trigger bank_matches_guard before insert or update or delete on bank_matches
  for each row execute function guard_bank_match();
