-- A second factor that is gone confirms nothing any more, in whatever way it went (E3).
create or replace function forget_second_factor() returns trigger language plpgsql as $$
begin
  update sessions set second_factor_at = null where user_id = old.user_id and second_factor_at is not null;
  delete from pending_sign_ins where user_id = old.user_id;
  return null;
end;
$$;

create or replace trigger second_factors_gone after delete on second_factors for each row execute function forget_second_factor();

-- A code is used up for good: its step never comes back, and a used recovery code stays used (E3).
create or replace function keep_codes_used() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'second_factors' then
    if old.last_step is not null and (new.last_step is null or new.last_step < old.last_step) then
      raise exception 'second factor: a used step cannot come back' using errcode = '23514', constraint = 'second_factors_last_step';
    end if;
  elsif old.used_at is not null and new.used_at is distinct from old.used_at then
    raise exception 'recovery code: it is used up' using errcode = '23514', constraint = 'recovery_codes_used';
  end if;
  return new;
end;
$$;

create or replace trigger second_factors_used before update on second_factors for each row execute function keep_codes_used();
create or replace trigger recovery_codes_used before update on recovery_codes for each row execute function keep_codes_used();

-- A changed role and a disabled account end every session, whoever changes them (E2).
create or replace function end_sessions_of_user() returns trigger language plpgsql as $$
declare
  changed uuid;
begin
  if tg_table_name = 'users' then
    changed := new.id;
  else
    changed := coalesce(new.user_id, old.user_id);
  end if;
  delete from sessions where user_id = changed;
  delete from pending_sign_ins where user_id = changed;
  return null;
end;
$$;

create or replace trigger role_grants_end_sessions after insert or update or delete on role_grants
  for each row execute function end_sessions_of_user();
create or replace trigger users_end_sessions after update of is_disabled on users
  for each row when (new.is_disabled and not old.is_disabled) execute function end_sessions_of_user();
