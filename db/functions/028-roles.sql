-- Who may give which role where (S31): the table of `roles/role.ts`, held for every way into role_grants. Inside one's own subtree and below
-- one's own level, never to oneself; every role but the auditor's, who only reads, takes a second person (F13).
create or replace function gives_role(p_giver_role text, p_giver_region text, p_role text, p_region text) returns boolean
language sql immutable as $$
  select starts_with(p_region, p_giver_region) and case p_giver_role
    when 'platform_admin' then length(p_region) > length(p_giver_region) or p_role <> 'platform_admin'
    when 'county_verifier' then length(p_region) > length(p_giver_region)
      and p_role in ('county_verifier', 'town_verifier', 'village_officer', 'supervisor')
    when 'town_verifier' then length(p_region) > length(p_giver_region) and p_role = 'village_officer'
    else false end
$$;

create or replace function may_give_role(p_giver uuid, p_role text, p_region text, p_at timestamptz) returns boolean language sql stable as $$
  select exists (select from role_grants own join users on users.id = own.user_id and not users.is_disabled
    where own.user_id = p_giver and own.valid_from <= p_at and (own.valid_to is null or own.valid_to > p_at)
      and gives_role(own.role, own.region_code, p_role, p_region))
$$;

-- Who agrees to a role (`mayApproveRole`): whoever decides about it one level up or beside it.
create or replace function agrees_to_role(p_own_role text, p_own_region text, p_role text, p_region text) returns boolean
language sql immutable as $$
  select starts_with(p_region, p_own_region) and case p_own_role
    when 'platform_admin' then true
    when 'county_verifier' then p_role in ('county_verifier', 'town_verifier', 'village_officer', 'supervisor')
    when 'town_verifier' then p_role = 'village_officer'
    else false end
$$;

create or replace function may_approve_role(p_approver uuid, p_role text, p_region text, p_at timestamptz) returns boolean language sql stable as $$
  select exists (select from role_grants own join users on users.id = own.user_id and not users.is_disabled
    where own.user_id = p_approver and own.valid_from <= p_at and (own.valid_to is null or own.valid_to > p_at)
      and agrees_to_role(own.role, own.region_code, p_role, p_region))
$$;

-- Whether one of the two gave the other the role they act with there (F13): then one person may be behind both. It counts for good, also
-- after the role has ended: what was written under it was.
create or replace function gave_role(p_giver uuid, p_person uuid, p_region text) returns boolean language sql stable as $$
  select exists (select from role_grants where user_id = p_person and given_by = p_giver and starts_with(p_region, region_code))
$$;

create or replace function is_place_of_role(p_role text, p_region text) returns boolean language sql immutable as $$
  select length(p_region) = any (case p_role
    when 'village_officer' then array[12] when 'town_verifier' then array[9] when 'county_verifier' then array[2, 4, 6]
    when 'supervisor' then array[6, 9, 12] when 'auditor' then array[0, 2, 4, 6, 9] else array[0, 2, 4, 6] end)
$$;

create or replace function check_role_grant() returns trigger language plpgsql as $$
declare
  wrong text;
  rule text := 'role_grants_rules';
begin
  if tg_op = 'INSERT' then
    -- The operator (migrations, the seed, the command for the first administrators) gives without a giver; the site never does.
    if new.given_by is null and is_operator() then
      return new;
    elsif new.given_by is null then
      wrong := 'nobody gave it';
    elsif new.given_by = new.user_id then
      wrong := 'nobody gives a role to themselves';
    elsif not is_place_of_role(new.role, new.region_code) then
      wrong := 'there is no such role at that level';
    elsif not may_give_role(new.given_by, new.role, new.region_code, new.valid_from) then
      wrong := 'the giver may not give it there';
    elsif new.role <> 'auditor' and (new.approved_by is null or new.approved_by in (new.given_by, new.user_id)
        or not may_approve_role(new.approved_by, new.role, new.region_code, new.valid_from)) then
      wrong := 'a second person of the place must agree';
    end if;
  elsif (new.id, new.user_id, new.role, new.region_code, new.valid_from, new.given_by, new.approved_by, new.reason)
      is distinct from (old.id, old.user_id, old.role, old.region_code, old.valid_from, old.given_by, old.approved_by, old.reason) then
    wrong := 'only its end is written';
  elsif old.ended_at is not null then
    wrong := 'it has ended';
  elsif new.valid_to is null and old.valid_to is not null or new.valid_to > old.valid_to then
    wrong := 'its end cannot be put off';
  elsif not is_operator() and (new.ended_at is null or (new.valid_to is distinct from old.valid_to
      and (new.ended_by is null or coalesce(new.end_reason, '') = ''
        or (new.ended_by <> new.user_id and not may_give_role(new.ended_by, new.role, new.region_code, new.ended_at))))) then
    wrong := 'who ends it may not';
  elsif new.role = 'platform_admin' and new.valid_to is distinct from old.valid_to and new.valid_to <= new.ended_at then
    -- Two last administrators who go at once: the second waits here and finds the first gone.
    perform pg_advisory_xact_lock(hashtextextended('role_grants:platform_admin', 0));
    if not exists (select from role_grants other join users on users.id = other.user_id and not users.is_disabled
        where other.role = 'platform_admin' and other.id <> new.id and other.user_id <> new.user_id and starts_with(new.region_code, other.region_code)
          and other.valid_from <= new.ended_at and (other.valid_to is null or other.valid_to > new.ended_at)) then
      wrong := 'the last administrator of a region stays';
      rule := 'role_grants_last_administrator';
    end if;
  end if;
  if wrong is not null then
    raise exception 'role refused: %', wrong using errcode = '23514', constraint = rule;
  end if;
  return new;
end;
$$;
create or replace trigger role_grants_rules before insert or update on role_grants for each row execute function check_role_grant();

-- A decided proposal stays as it was decided, and what was proposed is not rewritten while somebody reads it.
create or replace function check_role_proposal() returns trigger language plpgsql as $$
begin
  if old.state <> 'proposed' or (new.email, new.display_name, new.role, new.region_code, new.valid_to, new.reason, new.proposed_by, new.proposed_at)
      is distinct from (old.email, old.display_name, old.role, old.region_code, old.valid_to, old.reason, old.proposed_by, old.proposed_at) then
    raise exception 'a proposal is decided once and never rewritten' using errcode = '23514', constraint = 'role_proposals_rules';
  end if;
  return new;
end;
$$;
create or replace trigger role_proposals_rules before update on role_proposals for each row execute function check_role_proposal();
