-- Every account, movement and step is queued for the hash chain in the transaction that writes it (D3, F9). The sealing job takes them
-- out one after the other, so that writers never wait for each other.
create or replace function queue_for_chain() returns trigger language plpgsql as $$
begin
  insert into chain_pending (kind, subject_id) select tg_argv[0], added.id from added;
  return null;
end;
$$;

create or replace trigger ledger_accounts_chain after insert on ledger_accounts
  referencing new table as added for each statement execute function queue_for_chain('account');
create or replace trigger ledger_transactions_chain after insert on ledger_transactions
  referencing new table as added for each statement execute function queue_for_chain('transaction');
create or replace trigger state_transitions_chain after insert on state_transitions
  referencing new table as added for each statement execute function queue_for_chain('transition');
