-- Records that are never rewritten: ledger, transitions, provider events (safety.md A3). Triggers hold for the owner too;
-- statement-level triggers also stop TRUNCATE. Corrections are new rows.
create or replace function refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = '42501';
end;
$$;

do $$
declare
  append_only text;
begin
  foreach append_only in array array[
    'ledger_accounts', 'ledger_lots', 'ledger_transactions', 'ledger_entries', 'state_transitions', 'stripe_events',
    'official_receipts', 'chain_links', 'chain_roots', 'visits', 'visit_decisions', 'visit_photos',
    'complaint_people', 'complaint_files', 'household_versions', 'household_reviews', 'household_signatures', 'household_checklists', 'callback_draws', 'callback_answers', 'need_gate_decisions',
    'match_weights', 'match_relations',
    'library_budget_lines', 'library_files', 'library_acceptances', 'bank_lines', 'pairing_reviews', 'pairing_deed_files'
  ] loop
    execute format('create or replace trigger %I before update or delete or truncate on %I for each statement execute function refuse_rewrite()',
      append_only || '_append_only', append_only);
  end loop;
end;
$$;
