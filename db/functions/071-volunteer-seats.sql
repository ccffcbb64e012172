-- A seat of a shift is held by one person (C5). Whatever writes, and however many at once: the shift's row is locked before the seats are
-- counted, and one sign-up more than there are seats is refused. The site counts in `taken_seats`; this counts the people themselves.
create or replace function refuse_overbooking() returns trigger language plpgsql as $$
declare
  holding constant text[] := array['offered', 'applied', 'accepted', 'checked_in', 'checked_out', 'hours_confirmed'];
  seats integer;
begin
  if new.state <> all (holding) then return null; end if;
  if tg_op = 'UPDATE' and old.state = any (holding) and old.shift_id = new.shift_id then return null; end if;
  select shift.seats into seats from volunteer_shifts shift where shift.id = new.shift_id for no key update;
  if (select count(*) from volunteer_signups where shift_id = new.shift_id and state = any (holding)) > seats then
    raise exception 'the seats of this shift are all held'
      using errcode = 'check_violation', constraint = 'volunteer_signups_seats', table = 'volunteer_signups';
  end if;
  return null;
end;
$$;

create or replace trigger volunteer_signups_seats after insert or update of state, shift_id on volunteer_signups
  for each row execute function refuse_overbooking();

-- Hours that were confirmed stay as they were confirmed: a certificate stands on them (L15).
create or replace function keep_confirmed_hours() returns trigger language plpgsql as $$
begin
  if old.state = 'hours_confirmed' and (tg_op = 'DELETE' or new.state <> old.state or new.user_id <> old.user_id or new.shift_id <> old.shift_id
      or new.confirmed_minutes is distinct from old.confirmed_minutes) then
    raise exception 'confirmed hours are not changed' using errcode = 'check_violation', constraint = 'volunteer_signups_kept', table = 'volunteer_signups';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end;
$$;

create or replace trigger volunteer_signups_kept before update or delete on volunteer_signups
  for each row execute function keep_confirmed_hours();
