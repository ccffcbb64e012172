-- Every account, movement and step is queued for the hash chain in the transaction that writes it (D3, F9). The sealing job takes them
-- out one after the other, so that writers never wait for each other.
create or replace function queue_for_chain() returns trigger language plpgsql as $$
begin
  insert into chain_pending (kind, subject_id) values (tg_argv[0], new.id);
  return null;
end;
$$;

create or replace trigger ledger_accounts_chain after insert on ledger_accounts for each row execute function queue_for_chain('account');
create or replace trigger ledger_transactions_chain after insert on ledger_transactions for each row execute function queue_for_chain('transaction');
create or replace trigger state_transitions_chain after insert on state_transitions for each row execute function queue_for_chain('transition');
