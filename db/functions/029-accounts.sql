-- The places an account belongs to (E3, S31): of its roles that stand or are to come, and of its organizations.
create or replace function account_places(p_user uuid, p_at timestamptz) returns setof text language sql stable as $$
  select region_code from role_grants where user_id = p_user and (valid_to is null or valid_to > p_at)
  union
  select organization.region_code from organization_members member join organizations organization on organization.id = member.organization_id
    where member.user_id = p_user
$$;

-- Who must have a second factor (`mustHaveSecondFactor`): whoever sees people's files or moves money. Steps on such an account take two people.
create or replace function account_holds_keys(p_user uuid, p_at timestamptz) returns boolean language sql stable as $$
  select exists (select from role_grants where user_id = p_user and (valid_to is null or valid_to > p_at))
    or exists (select from organization_members member join organizations organization on organization.id = member.organization_id
      where member.user_id = p_user and organization.kind = 'charity')
$$;

-- A decided proposal stays as it was decided, and what was proposed is not rewritten while somebody reads it.
create or replace function check_account_proposal() returns trigger language plpgsql as $$
begin
  if old.state <> 'proposed' or (new.id, new.user_id, new.step, new.reason, new.proposed_by, new.proposed_at)
      is distinct from (old.id, old.user_id, old.step, old.reason, old.proposed_by, old.proposed_at) then
    raise exception 'a proposal is decided once and never rewritten' using errcode = '23514', constraint = 'account_proposals_rules';
  end if;
  return new;
end;
$$;
create or replace trigger account_proposals_rules before update on account_proposals for each row execute function check_account_proposal();

-- Whether another administrator of the same places would stay if this person's roles were no longer worth anything.
create or replace function is_last_administrator(p_user uuid, p_at timestamptz) returns boolean language sql stable as $$
  select exists (select from role_grants own where own.user_id = p_user and own.role = 'platform_admin'
    and own.valid_from <= p_at and (own.valid_to is null or own.valid_to > p_at)
    and not exists (select from role_grants other join users on users.id = other.user_id and not users.is_disabled
      where other.role = 'platform_admin' and other.user_id <> p_user and starts_with(own.region_code, other.region_code)
        and other.valid_from <= p_at and (other.valid_to is null or other.valid_to > p_at)))
$$;

-- Disabling says who and why, is never done to oneself nor to the last administrator of a region. Opened again is the account of somebody who
-- holds keys only when a second person has agreed since (F13). An account is not opened with a role that ended or a secret: those rules stand.
create or replace function check_account_state() returns trigger language plpgsql as $$
declare
  wrong text;
  rule text := 'users_disabling';
begin
  if new.is_disabled then
    -- Two last administrators who disable each other at once: the second waits here and finds the first gone.
    perform pg_advisory_xact_lock(hashtextextended('role_grants:platform_admin', 0));
    if is_operator() then
      new.disabled_at := case when new.disabled_at is distinct from old.disabled_at then new.disabled_at else now() end;
      return new;
    elsif new.disabled_by is null or new.disabled_at is null or coalesce(new.disable_reason, '') = '' or new.disabled_by = new.id then
      wrong := 'who, when and why are missing, or it is one''s own';
    elsif is_last_administrator(new.id, new.disabled_at) then
      wrong := 'the last administrator of a region stays';
      rule := 'users_last_administrator';
    end if;
  elsif not is_operator() and account_holds_keys(new.id, coalesce(new.disabled_at, now())) and not exists (
      select from account_proposals where user_id = new.id and step = 'enable' and state = 'approved'
        and (new.disabled_at is null or decided_at >= new.disabled_at)) then
    wrong := 'a second person must agree';
  end if;
  if wrong is not null then
    raise exception 'account refused: %', wrong using errcode = '23514', constraint = rule;
  end if;
  return new;
end;
$$;
create or replace trigger users_state before update of is_disabled on users for each row when (new.is_disabled <> old.is_disabled)
  execute function check_account_state();
