-- Who has a sealed field shown says why, and no more than 20 an hour, whatever path the request takes (F8). One person's reveals wait for each
-- other, so that of many at the same moment only as many as are left are recorded; what is not recorded is not shown.
create or replace function check_field_reveal() returns trigger language plpgsql as $$
begin
  if new.actor_user_id is null or char_length(btrim(coalesce(new.reason, ''))) < 5 then
    raise exception 'reveal: who and why are missing' using errcode = '23514', constraint = 'field_reveals_reason';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('field_reveal:' || new.actor_user_id, 0));
  if (select count(*) from state_transitions
      where noun = 'field_reveal' and actor_user_id = new.actor_user_id and at > new.at - interval '1 hour') >= 20 then
    raise exception 'reveal: 20 in an hour are enough' using errcode = '23514', constraint = 'field_reveals_limit';
  end if;
  return new;
end;
$$;

create or replace trigger field_reveals_rules before insert on state_transitions
  for each row when (new.noun = 'field_reveal') execute function check_field_reveal();
