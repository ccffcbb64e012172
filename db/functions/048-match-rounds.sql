-- The weekly round (D1, S37): its figures are kept as they were computed; a county's part is released by somebody who neither checked nor drew
-- it; what was released or discarded does not change.
create or replace function keep_match_round() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('proposed', 'failed')
    or (old.inputs_hash is not null and new.inputs_hash is distinct from old.inputs_hash) then
    raise exception 'a round is kept as it was computed' using errcode = '42501', constraint = 'match_rounds_kept';
  end if;
  return new;
end;
$$;
create or replace trigger match_rounds_kept before update or delete on match_rounds
  for each row execute function keep_match_round();

create or replace function keep_match_round_part() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('released', 'discarded')
    or (new.id, new.round_id, new.county_code) is distinct from (old.id, old.round_id, old.county_code)
    or (new.state = 'released' and (old.state <> 'checked' or new.checked_by is distinct from old.checked_by)) then
    raise exception 'a part of a round is decided once' using errcode = '42501', constraint = 'match_round_parts_kept';
  end if;
  if new.state = 'released' and new.released_by = (select requested_by from match_rounds where id = new.round_id) then
    raise exception 'who drew the round cannot release it' using errcode = '42501', constraint = 'match_round_parts_drawer';
  end if;
  return new;
end;
$$;
create or replace trigger match_round_parts_kept before update or delete on match_round_parts
  for each row execute function keep_match_round_part();

-- While a part is proposed its assignments may change; while it is checked only the proposals that come out of them are written down.
create or replace function keep_match_assignment() returns trigger language plpgsql as $$
declare
  part_state text;
begin
  if tg_op <> 'DELETE' then
    select state into part_state from match_round_parts where round_id = new.round_id and county_code = new.county_code;
  end if;
  if tg_op = 'INSERT' and part_state = 'proposed' then return new; end if;
  if tg_op = 'UPDATE' and (new.id, new.round_id, new.county_code, new.need_id, new.intent_id)
      is not distinct from (old.id, old.round_id, old.county_code, old.need_id, old.intent_id) then
    if part_state = 'proposed' then return new; end if;
    if part_state = 'checked' and (new.is_removed, new.is_added, new.points, new.changed_by, new.change_reason)
      is not distinct from (old.is_removed, old.is_added, old.points, old.changed_by, old.change_reason) then return new; end if;
  end if;
  raise exception 'the assignments of a checked or released part do not change' using errcode = '42501', constraint = 'match_assignments_kept';
end;
$$;
create or replace trigger match_assignments_kept before insert or update or delete on match_assignments
  for each row execute function keep_match_assignment();
