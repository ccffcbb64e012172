-- A person whose ID number is known stays that person (S3): the site may fill a missing number and free one of who has left, never put another
-- in its place.
create or replace function keep_known_person() returns trigger language plpgsql as $$
begin
  if current_user = 'jiedui_app' then
    raise exception 'a known ID number is not replaced by another' using errcode = '23514', constraint = 'household_members_same_person';
  end if;
  return new;
end;
$$;
create or replace trigger household_members_same_person before update of id_number_index on household_members
  for each row when (old.id_number_index is not null and new.id_number_index is not null and new.id_number_index <> old.id_number_index)
  execute function keep_known_person();
