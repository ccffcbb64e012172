-- A household from another register's file has neither signed nor got a responsible person here (S2, S5, S23, D9). Until both are on record
-- it stays `imported` (045-household-steps.sql), and nothing can be asked for in its name: a need that does not exist cannot be published.
create or replace function refuse_need_of_imported() returns trigger language plpgsql as $$
begin
  if exists (select from households where id = new.household_id and state = 'imported') then
    raise exception 'household % was imported and has not signed: no need in its name', new.household_id
      using errcode = '23514', constraint = 'needs_of_imported_household';
  end if;
  return new;
end;
$$;

create or replace trigger needs_of_imported_household before insert on needs
  for each row when (new.household_id is not null) execute function refuse_need_of_imported();

-- Millions of rows that were staged a moment ago have no statistics, and without them the comparison with the register takes hours. The site's
-- role does not own the tables, so it asks through this.
create or replace function analyze_register_staging() returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  analyze register_import_households;
  analyze register_import_members;
end;
$$;
