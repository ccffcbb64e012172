-- The chain has no gap and its days never go back; a day whose root is published takes no more links. Held for whoever writes (F9).
create or replace function check_chain_link() returns trigger language plpgsql as $$
declare
  last chain_links%rowtype;
begin
  select * into last from chain_links order by position desc limit 1;
  if new.position <> coalesce(last.position, 0) + 1 then
    raise exception 'chain link %: the next position is %', new.position, coalesce(last.position, 0) + 1 using errcode = '23514';
  end if;
  if new.day < last.day or exists (select from chain_roots where day >= new.day) then
    raise exception 'chain link %: the day % is over', new.position, new.day using errcode = '23514';
  end if;
  return new;
end;
$$;

create or replace trigger chain_links_order before insert on chain_links for each row execute function check_chain_link();

-- A database that is older than its chain queues what it has, once.
insert into chain_pending (kind, subject_id)
  select row.kind, row.id from (
    select 'account' as kind, id, 0 as sequence, null::timestamptz as at from ledger_accounts
    union all select 'transaction', id, sequence, at from ledger_transactions
    union all select 'transition', id, 0, at from state_transitions) row
  where not exists (select from chain_links) and not exists (select from chain_pending)
  order by row.at nulls first, row.sequence;
