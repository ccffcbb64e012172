-- What no command may get around (S6, S7, S8, F11, F13): a need becomes public only with a review meeting, the latest notice closed and a
-- signature, all three on exactly this version; where it is a household's, with a standing consent, a file in force and a signature on the
-- file's version (S8); and by another person than the one who wrote or checked it. The rows are re-read, so the check also holds when it runs at commit.
create or replace function require_verified_need(p_need_id uuid) returns void language plpgsql as $$
declare
  need needs%rowtype;
  latest notices%rowtype;
  consent consents%rowtype;
  missing text;
begin
  select * into need from needs where id = p_need_id;
  if not found or need.state not in ('published', 'fulfilled', 'reported', 'closed') then
    return;
  end if;
  select * into latest from notices where need_id = need.id and kind = 'need' order by need_version desc, opened_at desc limit 1;
  if not exists (select from review_meetings where need_id = need.id and need_version = need.version) then
    missing := 'no review meeting on this version';
  elsif latest.id is null or latest.need_version is distinct from need.version then
    missing := 'no notice of this version';
  elsif latest.state <> 'closed' then
    missing := 'its notice is not closed';
  elsif not exists (select from need_signatures where need_id = need.id and need_version = need.version) then
    missing := 'no signature on this version';
  elsif exists (select from supervisor_objections where need_id = need.id and state = 'received') then
    missing := 'an objection of a supervisor is not answered';
  elsif need.approved_by is not null and (need.approved_by = need.checked_by or need.approved_by = need.created_by) then
    missing := 'approved by the person who wrote or checked it';
  elsif need.approved_by is not null and (gave_role(need.approved_by, need.created_by, need.region_code)
      or gave_role(need.approved_by, need.checked_by, need.region_code)) then
    missing := 'approved by who gave its author or checker their role';
  elsif need.household_id is not null and not exists (select from households
      where id = need.household_id and state in ('active', 'exit_proposed', 'exit_noticed', 'exited')) then
    missing := 'its household is not on file';
  elsif need.household_id is not null and not exists (select from households
      join household_signatures on household_id = households.id and household_signatures.version = households.version
      where households.id = need.household_id for share of households) then
    missing := 'no signature on this version of the file';
  elsif need.household_id is not null then
    -- The lock makes a withdrawal at the same moment wait for us or us for it: never both.
    select * into consent from consents
      where household_id = need.household_id and purpose = 'publish_masked' and withdrawn_at is null for share;
    if consent.id is null then
      missing := 'no standing consent of the household to be published';
    elsif not consent.fields @> required_consent_fields(need.category) then
      missing := 'the household''s consent leaves out what publication cannot do without';
    elsif not consent.is_guardian and needs_guardian(need.household_id, need.updated_at) then
      missing := 'somebody of the household is under 14 and no guardian signed';
    end if;
  end if;
  if missing is not null then
    raise exception 'need % may not be public: %', need.id, missing using errcode = '23514', constraint = 'needs_publication';
  end if;
end;
$$;

create or replace function check_need_publication() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.state = 'published' and old.state = 'noticed' and new.approved_by is null then
    raise exception 'need % may not be public: nobody approved it', new.id using errcode = '23514', constraint = 'needs_publication';
  end if;
  perform require_verified_need(new.id);
  return null;
end;
$$;

-- A change is checked at once, so that the failing statement is the guilty one; an insert at commit, because what it stands on comes after.
drop trigger if exists needs_publication_by_update on needs;
create trigger needs_publication_by_update after update of state on needs
  for each row when (new.state in ('published', 'fulfilled', 'reported', 'closed')
    and old.state not in ('published', 'fulfilled', 'reported', 'closed'))
  execute function check_need_publication();

drop trigger if exists needs_publication_by_insert on needs;
create constraint trigger needs_publication_by_insert after insert on needs
  deferrable initially deferred for each row when (new.state in ('published', 'fulfilled', 'reported', 'closed'))
  execute function check_need_publication();

-- A notice starts only after the review meeting on the same version (S6). What was put up is never rewritten, its end never comes nearer,
-- a paused one cannot close, and what is over stays over (S7).
create or replace function check_notice() returns trigger language plpgsql as $$
declare
  wrong text;
begin
  if tg_op = 'INSERT' then
    if new.kind = 'need' and not exists (
      select from review_meetings where need_id = new.need_id and need_version = new.need_version
    ) then
      wrong := 'no review meeting on this version of the need';
    elsif new.kind = 'household' and not exists (
      select from household_reviews where household_id = new.household_id and version = new.household_version
    ) then
      wrong := 'no review meeting on this version of the file';
    end if;
  elsif (new.kind, new.need_id, new.need_version, new.household_id, new.household_version, new.region_code, new.title, new.body, new.min_days, new.opened_at, new.public_code)
    is distinct from (old.kind, old.need_id, old.need_version, old.household_id, old.household_version, old.region_code, old.title, old.body, old.min_days, old.opened_at, old.public_code) then
    wrong := 'what was put up cannot be rewritten';
  elsif new.closes_not_before < old.closes_not_before then
    wrong := 'its end cannot come nearer';
  elsif old.state in ('closed', 'cancelled') and new.state <> old.state then
    wrong := 'it is over';
  elsif old.state = 'paused' and new.state = 'closed' then
    wrong := 'it is paused';
  end if;
  if wrong is not null then
    raise exception 'notice refused: %', wrong using errcode = '23514', constraint = 'notices_rules';
  end if;
  return new;
end;
$$;

create or replace trigger notices_rules before insert or update on notices for each row execute function check_notice();
