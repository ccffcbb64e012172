-- The kinds of pairing (app/domain/pairings/pairing-kinds.ts says the rest; a test compares the two): what PostgreSQL refuses by.
insert into pairing_kinds (key, helper, target, fitness, slot, per_helper, per_target, smallest_group, is_official) values
  ('individual_household',  'person',       'household',    'anyone',           'citizen',      null, 1,    null, false),
  ('cadre_household_one',   'person',       'household',    'public_servant',   'cadre',        1,    1,    null, true),
  ('cadre_household',       'person',       'household',    'public_servant',   'cadre',        5,    1,    null, true),
  ('responsible_household', 'person',       'household',    'public_servant',   'responsible',  null, 1,    null, true),
  ('group_household',       'group',        'household',    'any_organization', 'group',        1,    1,    10,   false),
  ('enterprise_village',    'organization', 'village',      'enterprise',       'enterprise',   null, null, null, false),
  ('unit_village',          'organization', 'village',      'public_unit',      'unit',         null, null, null, false),
  ('organization_village',  'organization', 'village',      'social',           'organization', null, null, null, false),
  ('whole_village',         'organization', 'village',      'any_organization', 'whole',        null, 1,    null, false),
  ('doctor_village',        'person',       'village',      'doctor',           'doctor',       1,    1,    null, false),
  ('expert_village',        'person',       'village',      'expert',           'expert',       null, null, null, false),
  ('secretary_village',     'person',       'village',      'public_servant',   'secretary',    1,    1,    null, true),
  ('team_village',          'person',       'village',      'public_servant',   'team',         1,    null, null, true),
  ('organization_town',     'organization', 'town',         'any_organization', 'town',         null, null, null, false),
  ('school_school',         'organization', 'organization', 'school',           'school',       3,    3,    null, false),
  ('hospital_hospital',     'organization', 'organization', 'hospital',         'hospital',     3,    3,    null, false)
on conflict (key) do update set helper = excluded.helper, target = excluded.target, fitness = excluded.fitness, slot = excluded.slot,
  per_helper = excluded.per_helper, per_target = excluded.per_target, smallest_group = excluded.smallest_group,
  is_official = excluded.is_official;

-- How many active members a group has now (S76).
create or replace function helper_group_size(p_group_id uuid) returns int language sql stable as $$
  select count(*)::int from helper_group_members where group_id = p_group_id and left_at is null
$$;

-- Whether this helper is what the kind asks for, at a moment of the business's clock (S48, S72, S78, S80).
create or replace function pairing_helper_fits(p_fitness text, p_user_id uuid, p_organization_id uuid, p_at timestamptz)
returns boolean language sql stable as $$
  select case p_fitness
    when 'anyone' then true
    when 'any_organization' then exists (select from organizations where id = p_organization_id and state = 'verified')
    when 'social' then exists (select from organizations where id = p_organization_id and state = 'verified' and kind in ('social_organization', 'charity'))
    when 'public_servant' then exists (
        select from role_grants where user_id = p_user_id and valid_from <= p_at and (valid_to is null or valid_to > p_at))
      or exists (select from organization_members member join organizations unit on unit.id = member.organization_id
        where member.user_id = p_user_id and unit.kind = 'public_unit' and unit.state = 'verified')
    when 'doctor' then exists (select from professionals person join organizations hospital on hospital.id = person.organization_id
      where person.user_id = p_user_id and person.profession = 'doctor' and person.state = 'verified'
        and person.title in ('intermediate', 'deputy_senior', 'senior')
        and hospital.kind = 'hospital' and hospital.state = 'verified' and hospital.hospital_grade in ('second_a', 'third_b', 'third_a'))
    when 'expert' then exists (select from professionals
      where user_id = p_user_id and profession = 'expert' and state = 'verified')
    else exists (select from organizations where id = p_organization_id and state = 'verified' and kind = p_fitness) end
$$;

-- What a pairing must hold whoever writes it: the shape of its kind always; and in the moment it becomes active how many it may be (C3), one
-- after another per helper and per target, and whether the helper is fit.
create or replace function check_pairing() returns trigger language plpgsql as $$
declare
  kind pairing_kinds%rowtype;
  its_helper text := coalesce(new.group_id, new.organization_id, new.user_id)::text;
  its_target text := coalesce(new.household_id::text, new.partner_organization_id::text, new.region_code);
  lock_key bigint;
  largest int;
begin
  select * into kind from pairing_kinds where key = new.kind;
  if not found or kind.slot = 'responsible' then
    raise exception 'pairing refused: no kind %', new.kind using errcode = '23514', constraint = 'pairings_kind';
  end if;
  if (kind.helper = 'person') <> (new.user_id is not null) or (kind.helper = 'group') <> (new.group_id is not null)
      or (kind.target = 'household') <> (new.household_id is not null)
      or (kind.target = 'organization') <> (new.partner_organization_id is not null)
      or length(new.region_code) <> (case kind.target when 'town' then 9 when 'organization' then length(new.region_code) else 12 end)
      or new.organization_id = new.partner_organization_id then
    raise exception 'pairing refused: not the two sides of %', new.kind using errcode = '23514', constraint = 'pairings_sides';
  end if;
  if new.state <> 'active' or (tg_op = 'UPDATE' and old.state = 'active') then
    return new;
  end if;
  if not pairing_helper_fits(kind.fitness, new.user_id, new.organization_id, coalesce(new.activated_at, new.created_at))
      or (kind.target = 'organization' and not pairing_helper_fits(kind.fitness, null, new.partner_organization_id, new.activated_at)) then
    raise exception 'pairing refused: the helper is not fit for %', new.kind using errcode = '23514', constraint = 'pairings_fitness';
  end if;
  if kind.smallest_group is not null then
    -- Who leaves at this moment waits, or is seen.
    perform 1 from helper_groups where id = new.group_id for update;
    if helper_group_size(new.group_id) < kind.smallest_group then
      raise exception 'pairing refused: fewer than % active members', kind.smallest_group using errcode = '23514', constraint = 'pairings_group_small';
    end if;
  end if;
  for lock_key in select distinct hashtextextended(kind.slot || side, 48) from unnest(array['helper ' || its_helper, 'target ' || its_target]) side order by 1 loop
    perform pg_advisory_xact_lock(lock_key);
  end loop;
  if kind.per_target <= (select count(*) from pairings one join pairing_kinds its on its.key = one.kind
      where one.state = 'active' and its.slot = kind.slot and one.target_key = its_target and one.id <> new.id) then
    raise exception 'pairing refused: this side has its %', kind.slot using errcode = '23505', constraint = 'pairings_target_full';
  end if;
  -- The strictest of the kinds this helper holds in the slot: a cadre bound one to one takes no second household as one of many.
  select min(its.per_helper) into largest from pairing_kinds its
    where its.key = new.kind or (its.slot = kind.slot and exists (
      select from pairings one where one.state = 'active' and one.kind = its.key and one.helper_key = its_helper and one.id <> new.id));
  if largest <= (select count(*) from pairings one join pairing_kinds its on its.key = one.kind
      where one.state = 'active' and its.slot = kind.slot and one.helper_key = its_helper and one.id <> new.id) then
    raise exception 'pairing refused: this helper has as many as it may' using errcode = '23505', constraint = 'pairings_helper_full';
  end if;
  return new;
end;
$$;
create or replace trigger pairings_rules before insert or update on pairings for each row execute function check_pairing();

-- 不脱贫不脱钩 (S42): an official tie to a household that is still on the register ends only with a successor, and a tie is handed over only to
-- one that stands. Asked at the end of the transaction, when the household's own step and the successor are there.
create or replace function check_pairing_end() returns trigger language plpgsql as $$
begin
  if new.state = 'ended' and new.household_id is not null and (select is_official from pairing_kinds where key = new.kind)
      and exists (select from households where id = new.household_id and state in ('active', 'exit_proposed', 'exit_noticed')) then
    raise exception 'pairing refused: the household has not left the register' using errcode = '23514', constraint = 'pairings_successor_needed';
  end if;
  if new.state = 'handed_over' and not exists (select from pairings one where one.predecessor_id = new.id and one.activated_at is not null) then
    raise exception 'pairing refused: handed over to nobody' using errcode = '23514', constraint = 'pairings_successor_needed';
  end if;
  return null;
end;
$$;
drop trigger if exists pairings_end on pairings;
create constraint trigger pairings_end after update of state on pairings deferrable initially deferred
  for each row when (old.state = 'active' and new.state in ('ended', 'handed_over')) execute function check_pairing_end();

-- What was agreed is not rewritten, nor whose it is.
create or replace function keep_pairing() returns trigger language plpgsql as $$
begin
  if (new.kind, new.organization_id, new.user_id, new.group_id, new.household_id, new.partner_organization_id, new.region_code, new.promise)
      is distinct from (old.kind, old.organization_id, old.user_id, old.group_id, old.household_id, old.partner_organization_id, old.region_code, old.promise)
      or (old.agreement_text is not null and new.agreement_text is distinct from old.agreement_text) then
    raise exception 'a pairing keeps its sides, its promise and its signed agreement' using errcode = '42501', constraint = 'pairings_kept';
  end if;
  return new;
end;
$$;
create or replace trigger pairings_kept before update on pairings for each row execute function keep_pairing();

-- A deed is confirmed once, with evidence, by another person than who reported it (S50); what was confirmed stays.
create or replace function check_pairing_deed() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state = 'confirmed' then
    raise exception 'a confirmed deed is kept' using errcode = '42501', constraint = 'pairing_deeds_kept';
  end if;
  if new.state = 'confirmed' and not exists (select from pairing_deed_files where deed_id = new.id) then
    raise exception 'deed refused: no evidence' using errcode = '23514', constraint = 'pairing_deeds_evidence';
  end if;
  return new;
end;
$$;
create or replace trigger pairing_deeds_rules before insert or update on pairing_deeds for each row execute function check_pairing_deed();

-- A message is decided once, and its words stay as they were read.
create or replace function check_pairing_message() returns trigger language plpgsql as $$
begin
  if old.state <> 'held' or (new.pairing_id, new.side, new.body, new.written_by, new.written_at)
      is distinct from (old.pairing_id, old.side, old.body, old.written_by, old.written_at) then
    raise exception 'a message is decided once and never rewritten' using errcode = '42501', constraint = 'pairing_messages_kept';
  end if;
  return new;
end;
$$;
create or replace trigger pairing_messages_rules before update on pairing_messages for each row execute function check_pairing_message();
