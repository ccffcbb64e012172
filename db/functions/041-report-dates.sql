-- When a need that holds gifts owes its next report (U13; L16, rules of the place): `report.everyDays` after its first money or its last report
-- while money is still to be paid out; `report.fullWithinDays` after the last payment once it is fulfilled and every fen is paid out. A day
-- that was missed before that end stays missed. Null: nothing is due, or nobody has set a rule for the place: none is invented.
create or replace function report_due_on(need needs) returns text language plpgsql stable as $$
declare
  since text;
  running text;
  ended text;
  held bigint;
begin
  if need.money_since is null or need.state not in ('published', 'fulfilled') then
    return null;
  end if;
  select greatest(need.money_since, max(to_char(published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))) into since
    from impact_reports where need_id = need.id and state = 'published';
  running := to_char(since::date + jurisdiction_number(need.region_code, 'report.everyDays', since)::int, 'YYYY-MM-DD');
  if need.state <> 'fulfilled' then
    return running;
  end if;
  select coalesce(-sum(entry.amount_fen), 0) into held from ledger_accounts account join ledger_entries entry on entry.account_id = account.id
    where account.code = 'need:' || need.id;
  if held > 0 then
    return running;
  end if;
  select to_char(greatest(max(paid_at), need.fulfilled_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') into ended
    from disbursements where need_id = need.id and state in ('paid_out', 'confirmed');
  if ended is null or running < ended then
    return running;
  end if;
  return coalesce(to_char(ended::date + jurisdiction_number(need.region_code, 'report.fullWithinDays', ended)::int, 'YYYY-MM-DD'), running);
end;
$$;

create or replace function follow_report_date_of_need() returns trigger language plpgsql as $$
begin
  new.next_report_on := report_due_on(new);
  return new;
end;
$$;

create or replace trigger needs_report_date before update of state, funded_fen on needs for each row
  when ((old.state, old.money_since) is distinct from (new.state, new.money_since)) execute function follow_report_date_of_need();

-- A payment or a published report moves the date, whoever writes it.
create or replace function follow_report_date() returns trigger language plpgsql as $$
begin
  update needs set next_report_on = report_due_on(needs)
    where id = new.need_id and next_report_on is distinct from report_due_on(needs);
  return null;
end;
$$;

create or replace trigger impact_reports_date after insert or update of state on impact_reports for each row
  when (new.state in ('published', 'withdrawn')) execute function follow_report_date();
drop trigger if exists disbursements_report_date on disbursements;
create constraint trigger disbursements_report_date after update of state on disbursements
  deferrable initially deferred for each row when (old.state is distinct from new.state) execute function follow_report_date();

-- The day is asked of the caller's clock, as everywhere.
create or replace function is_report_late(need needs, p_at timestamptz) returns boolean language sql stable as $$
  select coalesce(need.next_report_on < to_char(p_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'), false)
$$;

-- No gift begins for a need whose report is late, whoever writes it (U13). A month's charge of a gift that runs already is money that has
-- come: it is written down like every gift that is paid, and so is what came by bank.
create or replace function refuse_gift_while_report_is_late() returns trigger language plpgsql as $$
begin
  if exists (select from needs where id = new.need_id and is_report_late(needs, new.created_at)) then
    raise exception 'need % takes no gift: its report is late', new.need_id using errcode = '23514', constraint = 'gifts_report_late';
  end if;
  return new;
end;
$$;

create or replace trigger donations_report_late before insert on donations for each row
  when (new.state = 'started' and new.channel = 'online' and new.monthly_gift_id is null) execute function refuse_gift_while_report_is_late();
create or replace trigger monthly_gifts_report_late before insert on monthly_gifts for each row
  execute function refuse_gift_while_report_is_late();

-- Follows changed rules, and writes down once for each day that it was missed: a step of the need, and an event for search and pages.
-- Returns how many were missed.
create or replace function record_missed_reports(p_at timestamptz) returns integer language plpgsql as $$
declare
  missed integer;
begin
  update needs set next_report_on = report_due_on(needs)
    where money_since is not null and state in ('published', 'fulfilled') and next_report_on is distinct from report_due_on(needs);
  with late as (
    update needs set report_missed_on = next_report_on
      where next_report_on is not null and report_missed_on is distinct from next_report_on and is_report_late(needs, p_at)
      returning id, state, next_report_on),
  told as (
    insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
      select 'need.changed', jsonb_build_object('needId', late.id), p_at, p_at from late),
  written as (
    insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, at)
      select gen_random_uuid(), 'need', late.id, late.state, 'miss_report', late.state, late.next_report_on, p_at from late)
  select count(*) into missed from late;
  return missed;
end;
$$;

-- A database that is older than this rule learns since when its needs hold money, once.
update needs set money_since = (
    select to_char(min(movement.at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') from ledger_accounts account
      join ledger_entries entry on entry.account_id = account.id join ledger_transactions movement on movement.id = entry.transaction_id
      where account.code = 'need:' || needs.id and entry.amount_fen < 0)
  where money_since is null and funded_fen > 0;
