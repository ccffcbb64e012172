-- What a visit must hold whoever writes it (S27, D8): a correction is by the same person about the same household or village, and nobody
-- decides about a visit of their own (A12). Photos beyond those the visit spoke of are refused.
create or replace function check_visit() returns trigger language plpgsql as $$
begin
  if new.corrects_id is not null and not exists (
    select from visits earlier where earlier.id = new.corrects_id and earlier.visited_by = new.visited_by
      and earlier.household_id is not distinct from new.household_id and earlier.region_code = new.region_code
  ) then
    raise exception 'a correction is by the same person about the same household' using errcode = '23514', constraint = 'visits_same_person';
  end if;
  if new.household_id is not null and not exists (
    select from households where id = new.household_id and region_code = new.region_code
  ) then
    raise exception 'the household is of another village' using errcode = '23514', constraint = 'visits_same_village';
  end if;
  return new;
end;
$$;
create or replace trigger visits_check before insert on visits for each row execute function check_visit();

create or replace function check_visit_decision() returns trigger language plpgsql as $$
begin
  if not exists (
    select from visits where id = new.visit_id and conflict is not null and visited_by <> new.decided_by
  ) then
    raise exception 'nothing to decide, or by the visitor' using errcode = '23514', constraint = 'visit_decisions_other_person';
  end if;
  return new;
end;
$$;
create or replace trigger visit_decisions_check before insert on visit_decisions for each row execute function check_visit_decision();

create or replace function check_visit_photo() returns trigger language plpgsql as $$
begin
  if not exists (select from visits where id = new.visit_id and new.position between 0 and photo_count - 1) then
    raise exception 'the visit has no such photo' using errcode = '23514', constraint = 'visit_photos_position';
  end if;
  return new;
end;
$$;
create or replace trigger visit_photos_check before insert on visit_photos for each row execute function check_visit_photo();
