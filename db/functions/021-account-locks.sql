-- PostgreSQL lets nobody lock rows he may not update, and the application's role may not update accounts (A3): so their owner locks them
-- for it, in the order in which everybody does (C7).
create or replace function lock_ledger_accounts(p_ids uuid[]) returns void language plpgsql
security definer set search_path = pg_catalog as $$
begin
  perform 1 from public.ledger_accounts where id = any (p_ids) order by code for no key update;
end;
$$;
