-- The life of a household's file past the application (S5, S8, S14, S16, S20, F13). The table of steps is the one of
-- app/domain/households/household.ts (a test compares them); beside each step stands what it cannot do without.
create or replace function household_step_allowed(p_from text, p_to text) returns boolean language sql immutable as $$
  select (p_from, p_to) in (
    ('imported', 'applied'), ('imported', 'withdrawn'),
    ('applied', 'reviewed'), ('reviewed', 'noticed'), ('noticed', 'signed'), ('signed', 'approved'), ('approved', 'active'),
    ('reviewed', 'applied'), ('noticed', 'applied'), ('signed', 'applied'),
    ('applied', 'rejected'), ('reviewed', 'rejected'), ('noticed', 'rejected'), ('signed', 'rejected'),
    ('applied', 'withdrawn'), ('reviewed', 'withdrawn'), ('noticed', 'withdrawn'), ('signed', 'withdrawn'),
    ('active', 'exit_proposed'), ('exit_proposed', 'exit_noticed'), ('exit_noticed', 'exited'),
    ('exit_proposed', 'active'), ('exit_noticed', 'active'), ('exited', 'closed'),
    ('active', 'removed'), ('exited', 'removed'),
    ('exited', 'active'), ('closed', 'active'), ('removed', 'active'), ('rejected', 'applied'),
    ('exited', 'reentry_applied'), ('closed', 'reentry_applied'), ('reentry_applied', 'reentry_reviewed'),
    ('reentry_reviewed', 'approved'), ('reentry_applied', 'exited'), ('reentry_reviewed', 'exited'))
$$;

create or replace function household_notice_state(p_household_id uuid, p_version integer, p_kind text) returns text language sql stable as $$
  select state from notices where household_id = p_household_id and household_version = p_version and kind = p_kind
    order by opened_at desc, id desc limit 1
$$;

-- What one step lacks, or null. `updated_at` is the moment of the step by the application's clock.
create or replace function missing_for_household_step(old_row households, new_row households) returns text language plpgsql stable as $$
declare
  exit_record household_exits%rowtype;
  review household_reviews%rowtype;
  today text := to_char(new_row.updated_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD');
  is_signed boolean := exists (select from household_signatures where household_id = new_row.id and version = new_row.version);
  is_consented boolean := exists (
    select from consents where household_id = new_row.id and purpose = 'register' and withdrawn_at is null);
begin
  if not household_step_allowed(old_row.state, new_row.state) then
    return 'no such step';
  elsif new_row.state in ('reviewed', 'noticed', 'signed') or (old_row.state, new_row.state) = ('signed', 'approved') then
    if not is_consented then
      return 'no standing consent to register';
    end if;
  end if;
  case old_row.state || ' ' || new_row.state
    when 'imported applied' then
      -- It comes from another register's file: until it has signed here and somebody is responsible, it waits (S2, S23, D9).
      if not is_consented or not exists (select from responsible_persons where household_id = new_row.id and to_at is null) then
        return 'imported, without consent or responsible person';
      end if;
    when 'applied reviewed' then
      select * into review from household_reviews where household_id = new_row.id and version = new_row.version
        order by recorded_at desc, id desc limit 1;
      if review.id is null or review.votes_for <= review.votes_against then
        return 'no meeting on this version in its favour';
      elsif new_row.reviewed_by is null then
        return 'nobody reviewed it';
      end if;
    when 'reviewed noticed' then
      if household_notice_state(new_row.id, new_row.version, 'household') is distinct from 'open' then
        return 'no notice of this version is up';
      end if;
    when 'noticed signed' then
      if household_notice_state(new_row.id, new_row.version, 'household') is distinct from 'closed' then
        return 'the notice of this version is not over';
      elsif not is_signed then
        return 'no signature on this version';
      end if;
    when 'signed approved' then
      if not is_signed or household_notice_state(new_row.id, new_row.version, 'household') is distinct from 'closed' then
        return 'no notice and signature on this version';
      elsif new_row.approved_by is null or new_row.effective_from is null then
        return 'nobody approved it';
      end if;
    when 'reentry_reviewed approved' then
      if not exists (select from household_reentries where household_id = new_row.id and state = 'approved'
          and effective_from = new_row.effective_from and left(effective_from, 4) > left(today, 4)) then
        return 'no re-entry approved for the next plan year';
      end if;
    when 'reentry_applied reentry_reviewed' then
      if not exists (select from household_reentries where household_id = new_row.id and state = 'reviewed') then
        return 'the county has not reviewed it';
      end if;
    when 'approved active' then
      if new_row.effective_from is null or new_row.effective_from > today then
        return 'its day has not come';
      end if;
    when 'active exit_proposed' then
      if not exists (select from household_exits where household_id = new_row.id and state = 'proposed') then
        return 'no exit is proposed';
      end if;
    when 'exit_proposed exit_noticed' then
      if household_notice_state(new_row.id, new_row.version, 'exit') is distinct from 'open' then
        return 'no notice of the exit is up';
      end if;
    when 'exit_noticed exited' then
      select * into exit_record from household_exits where household_id = new_row.id and state = 'accepted'
        order by inspected_at desc limit 1;
      if exit_record.id is null or exit_record.version <> new_row.version then
        return 'nobody inspected the exit';
      elsif exists (select from responsible_persons where household_id = new_row.id and to_at is null and user_id = exit_record.inspected_by) then
        return 'inspected by the responsible person';
      elsif household_notice_state(new_row.id, new_row.version, 'exit') is distinct from 'closed' then
        return 'the notice of the exit is not over';
      elsif new_row.help_until is null or new_row.help_until < today then
        return 'no day until which help goes on';
      end if;
    when 'exited closed' then
      if new_row.help_until is null or new_row.help_until >= today then
        return 'help goes on until its day';
      end if;
    else
      if new_row.state = 'removed' and not exists (select from household_corrections where household_id = new_row.id
          and kind = 'removal' and state = 'approved' and decided_at = new_row.updated_at) then
        return 'no removal approved by a second person';
      elsif new_row.state = 'removed' and exists (select from needs where household_id = new_row.id
          and state in ('drafted', 'submitted', 'checked', 'noticed', 'published', 'returned')) then
        return 'it has open needs';
      elsif (old_row.state in ('removed', 'closed', 'rejected', 'exited') and new_row.state in ('active', 'applied'))
          and not exists (select from household_corrections where household_id = new_row.id
            and kind = 'inclusion' and state = 'approved' and decided_at = new_row.updated_at) then
        return 'no inclusion approved by a second person';
      elsif new_row.state = 'reentry_applied' and not exists (
          select from household_reentries where household_id = new_row.id and state = 'applied') then
        return 'no re-entry is applied for';
      end if;
  end case;
  return null;
end;
$$;

create or replace function check_household_step() returns trigger language plpgsql as $$
declare
  wrong text;
begin
  if tg_op = 'INSERT' then
    -- A file begins with an application, or is taken over from a register that was in force. Only the owner (seed, tests) tells older stories.
    if new.state not in ('applied', 'active', 'imported') and not is_operator() then
      wrong := 'a file does not begin ' || new.state;
    end if;
  else
    if new.version <> old.version then
      if new.version <> old.version + 1
          or not exists (select from household_versions where household_id = new.id and version = new.version) then
        wrong := 'a version without its record';
      end if;
    elsif (new.head_name, new.programme, new.programme_from, new.causes, new.circumstances, new.strengths, new.group_name)
        is distinct from (old.head_name, old.programme, old.programme_from, old.causes, old.circumstances, old.strengths, old.group_name) then
      wrong := 'facts changed without a new version';
    end if;
    if new.state is distinct from old.state then
      wrong := coalesce(missing_for_household_step(old, new), wrong);
    end if;
  end if;
  if wrong is not null then
    raise exception 'household % may not go from % to %: %', new.id, case tg_op when 'UPDATE' then old.state end, new.state, wrong
      using errcode = '23514', constraint = 'households_steps';
  end if;
  return new;
end;
$$;
create or replace trigger households_begin before insert on households
  for each row when (new.state not in ('applied', 'active', 'imported')) execute function check_household_step();
create or replace trigger households_steps before update on households for each row execute function check_household_step();

-- An accepted or stopped exit, a decided correction and a decided re-entry are never rewritten or deleted (S14, S16, S20).
create or replace function keep_decided_household_record() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state not in ('proposed', 'applied', 'reviewed') then
    raise exception '% is decided: % refused', tg_table_name, tg_op using errcode = '42501', constraint = 'household_record_decided';
  end if;
  return new;
end;
$$;
create or replace trigger household_exits_decided before update or delete on household_exits for each row execute function keep_decided_household_record();
create or replace trigger household_corrections_decided before update or delete on household_corrections for each row execute function keep_decided_household_record();
create or replace trigger household_reentries_decided before update or delete on household_reentries for each row execute function keep_decided_household_record();

-- A warning that was closed stays closed, with its reason (S19).
create or replace function keep_closed_warning() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.closed_at is not null then
    raise exception 'a closed warning is kept: % refused', tg_op using errcode = '42501', constraint = 'household_warnings_kept';
  end if;
  return new;
end;
$$;
create or replace trigger household_warnings_kept before update or delete on household_warnings for each row execute function keep_closed_warning();
