-- What a department's list said and how it was decided is kept as it was (S13): a mismatch is only decided, once; its sealed words may be
-- wrapped anew or erased.
create or replace function keep_decided_mismatch() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a mismatch is kept' using errcode = '42501', constraint = 'list_mismatches_kept';
  end if;
  if (new.comparison_id, new.finding, new.household_id, new.member_id, new.region_code, new.content_hash, new.found_at)
      is distinct from (old.comparison_id, old.finding, old.household_id, old.member_id, old.region_code, old.content_hash, old.found_at)
    or (old.state <> 'open' and (new.state, new.decided_by, new.decided_at, new.reason)
      is distinct from (old.state, old.decided_by, old.decided_at, old.reason)) then
    raise exception 'a mismatch is decided once' using errcode = '42501', constraint = 'list_mismatches_kept';
  end if;
  return new;
end;
$$;

create or replace trigger list_mismatches_kept before update or delete on list_mismatches
  for each row execute function keep_decided_mismatch();
