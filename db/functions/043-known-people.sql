-- A person whose ID number is known stays that person (S3): the site may fill a missing number and free one of who has left, never put another
-- in its place. Not in two statements either: the sealed number stays when its index is freed or the file is erased, and where one is, no
-- number is filled in.
create or replace function keep_known_person() returns trigger language plpgsql as $$
begin
  if not is_operator() then
    raise exception 'a known ID number is not replaced by another' using errcode = '23514', constraint = 'household_members_same_person';
  end if;
  return new;
end;
$$;
create or replace trigger household_members_same_person before update of id_number_index, id_number_sealed on household_members
  for each row when (
    (old.id_number_index is not null and new.id_number_index is not null and new.id_number_index <> old.id_number_index)
    or (old.id_number_index is not null and new.id_number_index is null and new.id_number_sealed is null)
    or (old.id_number_sealed is not null and new.id_number_sealed is null)
    or (old.id_number_sealed is not null and old.id_number_index is null and new.id_number_index is not null))
  execute function keep_known_person();
