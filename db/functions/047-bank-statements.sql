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

-- A pairing joins lines and postings of the same charity. Of its rows only the undoing is written, once.
create or replace function guard_bank_match() returns trigger language plpgsql as $$
declare
  line bank_lines%rowtype;
begin
  if tg_op = 'DELETE' then
    raise exception 'a pairing is undone, never deleted' using errcode = '23514', constraint = 'bank_matches_kept';
  end if;
  if tg_op = 'UPDATE' then
    if old.undone_at is not null or new.undone_at is null
        or row(new.id, new.charity_id, new.line_id, new.kind, new.transaction_id, new.reason, new.decided_by, new.decided_at,
            new.pairing_id, new.holds_line, new.holds_booking)
          is distinct from row(old.id, old.charity_id, old.line_id, old.kind, old.transaction_id, old.reason, old.decided_by, old.decided_at,
            old.pairing_id, old.holds_line, old.holds_booking) then
      raise exception 'of a pairing only its undoing is written' using errcode = '23514', constraint = 'bank_matches_fixed';
    end if;
    return new;
  end if;
  -- Code of before the pairings, which may still serve while this one starts, pairs one line with one posting.
  new.pairing_id := coalesce(new.pairing_id, new.id);
  select * into line from bank_lines where id = new.line_id and charity_id = new.charity_id;
  if not found then
    raise exception 'the line is another charity''s' using errcode = '23514', constraint = 'bank_matches_charity';
  end if;
  if new.kind = 'booking' and bank_booking_fen(new.charity_id, new.transaction_id) is null then
    raise exception 'the posting is not on this charity''s bank account' using errcode = '23514', constraint = 'bank_matches_amount';
  end if;
  return new;
end;
$$;
create or replace trigger bank_matches_guard before insert or update or delete on bank_matches
  for each row execute function guard_bank_match();

-- At commit, for the whole pairing: one line and one or more postings, or one posting and one or more lines, each held by exactly one row, all in
-- the same direction, and equal to the fen. It is undone as a whole. Amounts never change sign or vanish, so nothing can be added to a pairing later.
create or replace function check_bank_pairing() returns trigger language plpgsql as $$
declare
  whole record;
begin
  select count(*) filter (where pair.undone_at is not null) as undone,
    count(*) filter (where pair.undone_at is null) as live,
    count(distinct pair.line_id) as lines, count(*) filter (where pair.holds_line) as held_lines,
    count(distinct pair.line_id) filter (where pair.holds_line) as different_lines,
    count(distinct pair.transaction_id) as bookings, count(*) filter (where pair.holds_booking) as held_bookings,
    count(distinct pair.transaction_id) filter (where pair.holds_booking) as different_bookings,
    count(distinct pair.charity_id) as charities,
    count(distinct sign(line.amount_fen)) + count(distinct sign(booking.fen)) as directions,
    coalesce(bool_and(sign(line.amount_fen) = sign(booking.fen)), false) as is_same_direction,
    sum(line.amount_fen) filter (where pair.holds_line) as line_fen, sum(booking.fen) filter (where pair.holds_booking) as booking_fen
  into whole
  from bank_matches pair
    join bank_lines line on line.id = pair.line_id
    cross join lateral (select bank_booking_fen(pair.charity_id, pair.transaction_id) as fen) booking
  where pair.pairing_id = new.pairing_id and pair.kind = 'booking';
  if whole.live = 0 then
    return null;
  end if;
  if whole.undone > 0 or whole.charities <> 1 or least(whole.lines, whole.bookings) <> 1
      or whole.live <> greatest(whole.lines, whole.bookings)
      or row(whole.held_lines, whole.different_lines) is distinct from row(whole.lines, whole.lines)
      or row(whole.held_bookings, whole.different_bookings) is distinct from row(whole.bookings, whole.bookings) then
    raise exception 'a pairing is one line with its postings or one posting with its lines, and it is undone as a whole'
      using errcode = '23514', constraint = 'bank_matches_whole';
  end if;
  if whole.directions <> 2 or not whole.is_same_direction or whole.line_fen is distinct from whole.booking_fen then
    raise exception 'lines and postings differ' using errcode = '23514', constraint = 'bank_matches_amount';
  end if;
  return null;
end;
$$;
drop trigger if exists bank_matches_pairing on bank_matches;
create constraint trigger bank_matches_pairing after insert or update on bank_matches
  deferrable initially deferred for each row execute function check_bank_pairing();
