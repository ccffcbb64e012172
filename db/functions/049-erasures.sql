-- Whoever writes it: only what is over is erased (F12), the reason and its author stay, what was done is never undone.
create or replace function guard_erasure() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an erasure stays on the record' using errcode = '23514', constraint = 'erasures_kept';
  end if;
  if tg_op = 'UPDATE' then
    if old.done_at is not null or row(new.id, new.household_id, new.complaint_id, new.objection_id, new.reason, new.proposed_by, new.proposed_at)
        is distinct from row(old.id, old.household_id, old.complaint_id, old.objection_id, old.reason, old.proposed_by, old.proposed_at) then
      raise exception 'of an erasure only its end is written, once' using errcode = '23514', constraint = 'erasures_fixed';
    end if;
    -- A file that was put back meanwhile is not over any more, whatever was proposed while it was.
    if new.done_at is null then
      return new;
    end if;
    perform from households where id = new.household_id for update;
  end if;
  if not exists (select from households where id = new.household_id and state in ('closed', 'withdrawn', 'rejected', 'removed')
      union all select from complaints where id = new.complaint_id and state = 'closed'
      union all select from objections where id = new.objection_id and state = 'answered') then
    raise exception 'what is not over is not erased' using errcode = '23514', constraint = 'erasures_over';
  end if;
  return new;
end;
$$;
create or replace trigger erasures_rules before insert or update or delete on erasures for each row execute function guard_erasure();
