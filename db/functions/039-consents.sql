-- Consent per purpose and field (F11, PIPL 25, 28-31). What the publication of a need cannot do without is the same list as
-- app/domain/households/consent.ts (a test compares them).
create or replace function required_consent_fields(p_category text) returns text[] language sql immutable parallel safe as $$
  select case p_category
    when 'medical' then array['village', 'illness'] when 'education' then array['village', 'schooling'] else array['village'] end
$$;

-- The causes that may be named under these fields; without a consent (null) none of the two kinds.
create or replace function consented_causes(p_causes text[], p_fields text[]) returns text[] language sql immutable parallel safe as $$
  select case when p_fields @> array['illness', 'schooling'] then p_causes
    when p_fields @> array['illness'] then array_remove(p_causes, 'schooling')
    when p_fields @> array['schooling'] then array_remove(array_remove(p_causes, 'illness'), 'disability')
    else array_remove(array_remove(array_remove(p_causes, 'illness'), 'disability'), 'schooling') end
$$;

-- Whether somebody of the household is under 14 at this moment (China's day): then the guardian signs.
create or replace function needs_guardian(p_household_id uuid, p_at timestamptz) returns boolean language sql stable as $$
  select exists (select from household_members where household_id = p_household_id and left_on is null
    and birth_date > to_char((p_at at time zone 'Asia/Shanghai') - interval '14 years', 'YYYY-MM-DD'))
$$;

-- Versions are counted here. A version that only takes fields away keeps the signature it stands on: nobody has to sign to take something back.
create or replace function check_consent() returns trigger language plpgsql as $$
declare
  latest consents%rowtype;
begin
  select * into latest from consents where household_id = new.household_id and purpose = new.purpose order by version desc limit 1;
  new.version := coalesce(latest.version, 0) + 1;
  if new.purpose = 'publish_masked' and not new.fields <@ array['village', 'masked_name', 'story', 'illness', 'schooling', 'photo'] then
    raise exception 'consent refused: an unknown field' using errcode = '23514', constraint = 'consents_fields';
  end if;
  if (latest.fields @> new.fields and latest.given_at = new.given_at and latest.signed_by_name = new.signed_by_name) is not true
      and not new.is_guardian and needs_guardian(new.household_id, new.given_at) then
    raise exception 'consent refused: somebody is under 14 and no guardian signed' using errcode = '23514', constraint = 'consents_guardian';
  end if;
  return new;
end;
$$;
create or replace trigger consents_rules before insert on consents for each row execute function check_consent();

-- What was signed is never rewritten: a version only ends, and what has ended stays so for the site's role.
create or replace function keep_consent() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'withdrawn_at' is distinct from to_jsonb(old) - 'withdrawn_at'
      or (old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at and not is_operator()) then
    raise exception 'a signed consent is kept: % refused', tg_op using errcode = '42501', constraint = 'consents_kept';
  end if;
  return new;
end;
$$;
create or replace trigger consents_kept before update on consents for each row execute function keep_consent();
