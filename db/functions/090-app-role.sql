-- The role of the site and its worker (A3): it may read and write, but not change or delete what is append-only, not even where a trigger
-- is switched off. Migrations and the seed keep the owner. The role belongs to the whole server and may be there already.
do $$
declare
  append_only regclass;
begin
  if not exists (select from pg_roles where rolname = 'jiedui_app') then
    begin
      create role jiedui_app nologin;
    exception when duplicate_object or unique_violation then
      null; -- another database of this server was faster
    end;
  end if;
  if not pg_has_role(current_user, 'jiedui_app', case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end) then
    execute format('grant jiedui_app to %I', current_user);
  end if;

  grant usage on schema public to jiedui_app;
  grant select, insert, update, delete on all tables in schema public to jiedui_app;
  grant usage, select on all sequences in schema public to jiedui_app;
  for append_only in select tgrelid::regclass from pg_trigger where tgfoid = 'refuse_rewrite'::regproc loop
    execute format('revoke update, delete, truncate on %s from jiedui_app', append_only);
  end loop;
  -- Rules of a place are closed and succeeded: of a row only its last day may change (041).
  revoke update, delete, truncate on jurisdiction_settings, item_prices, wording_rules from jiedui_app;
  grant update (valid_to) on jurisdiction_settings, item_prices, wording_rules to jiedui_app;
  -- Of a signed consent only its end is written (039).
  revoke update, delete, truncate on consents from jiedui_app;
  grant update (withdrawn_at) on consents to jiedui_app;
  revoke delete, truncate on rule_proposals, supervisor_objections, role_proposals, account_proposals from jiedui_app;
  -- Of a role that was given only its end is written (028).
  revoke update, delete, truncate on role_grants from jiedui_app;
  grant update (valid_to, ended_at, ended_by, end_reason) on role_grants to jiedui_app;
  -- The bank's side (047): nothing of it is deleted. Of an account and of a line's details only the seal changes (new keys, an erasure), of a
  -- pairing only its undoing is written; a statement goes from preview to its end, which its own trigger holds.
  revoke update, delete, truncate on bank_accounts, bank_line_details, bank_matches from jiedui_app;
  grant update (number_sealed, number_last4) on bank_accounts to jiedui_app;
  grant update (details_sealed) on bank_line_details to jiedui_app;
  grant update (undone_by, undone_at, undo_reason) on bank_matches to jiedui_app;
  revoke delete, truncate on bank_statements from jiedui_app;
  -- Kinds of pairing are the installation's (048); a group's member only leaves, a message is only decided, a deed is never deleted.
  revoke insert, update, delete, truncate on pairing_kinds from jiedui_app;
  revoke update, delete, truncate on helper_group_members from jiedui_app;
  grant update (left_at) on helper_group_members to jiedui_app;
  revoke update, delete, truncate on pairing_messages from jiedui_app;
  grant update (state, decided_by, decided_at, decision_note) on pairing_messages to jiedui_app;
  revoke delete, truncate on pairings, pairing_deeds from jiedui_app;
  if exists (select from pg_namespace where nspname = 'drizzle') then
    grant usage on schema drizzle to jiedui_app;
    grant select on all tables in schema drizzle to jiedui_app;
  end if;
end;
$$;
