-- The rules of a place are never edited (S7, D7): a row is closed on a day and succeeded by another. Only `valid_to` may change, only nearer,
-- and the site puts a rule in force only by a proposal that another person approved (F13). The seed and migrations, as owner, begin the list.
create or replace function check_rule_of_place() returns trigger language plpgsql as $$
declare
  wrong text;
begin
  if tg_op = 'DELETE' then
    wrong := 'it is closed by its last day, never deleted';
  elsif tg_op = 'UPDATE' then
    if to_jsonb(new) - 'valid_to' is distinct from to_jsonb(old) - 'valid_to' then
      wrong := 'it is succeeded by a new row, never edited';
    elsif new.valid_to is null or new.valid_to > coalesce(old.valid_to, '9999-12-31') then
      wrong := 'its end cannot be put off';
    end if;
  elsif not is_operator() and not exists (
    select from rule_proposals where id = new.proposal_id and state = 'approved' and region_code = new.region_code
  ) then
    wrong := 'no approved proposal of its place stands behind it';
  end if;
  if wrong is not null then
    raise exception 'rule of a place refused: %', wrong using errcode = '23514', constraint = 'rules_of_place';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end;
$$;

create or replace trigger rules_of_place before insert or update or delete on item_prices for each row execute function check_rule_of_place();
create or replace trigger rules_of_place before insert or update or delete on wording_rules for each row execute function check_rule_of_place();
create or replace trigger rules_of_place before insert on jurisdiction_settings for each row execute function check_rule_of_place();

-- A decided proposal stays as it was decided, and what was proposed is not rewritten while somebody reads it.
create or replace function check_rule_proposal() returns trigger language plpgsql as $$
begin
  if old.state <> 'proposed' or (new.kind, new.key, new.region_code, new.value, new.valid_from, new.valid_to, new.source, new.reason, new.proposed_by)
      is distinct from (old.kind, old.key, old.region_code, old.value, old.valid_from, old.valid_to, old.source, old.reason, old.proposed_by) then
    raise exception 'a proposal is decided once and never rewritten' using errcode = '23514', constraint = 'rule_proposals_rules';
  end if;
  return new;
end;
$$;
create or replace trigger rule_proposals_rules before update on rule_proposals for each row execute function check_rule_proposal();

-- A supervisor's objection is answered before the need becomes public (S9); the words of both stay.
create or replace function check_supervisor_objection() returns trigger language plpgsql as $$
begin
  if (new.need_id, new.need_version, new.content, new.raised_by, new.raised_at)
      is distinct from (old.need_id, old.need_version, old.content, old.raised_by, old.raised_at) or old.state = 'answered' then
    raise exception 'an objection is answered once and never rewritten' using errcode = '23514', constraint = 'supervisor_objections_rules';
  end if;
  return new;
end;
$$;
create or replace trigger supervisor_objections_rules before update on supervisor_objections for each row execute function check_supervisor_objection();
