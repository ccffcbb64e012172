-- Paid pages that arrive together, settled in ONE call: what `settle_donation` does to each, done to all of them row by row of one statement,
-- so that triggers of a statement, the commit and its way to the disk are paid for once. Only the plain case: a gift that waits for its money,
-- told exactly as agreed by its charity's own account (B6), for a published need that has room for all of it. Everything else (a surplus, a
-- second payment, a wrong amount, a repeated or parked message, whatever comes in doubt) is left to `settle_donation`.
-- Messages: [{event_id, event_type, donation_id, session_id, payment_intent_id, amount_fen, currency, is_live, account_id}].
-- Returns the gifts it settled. Lock order: donations by id, needs by id (C7). All or none: an error leaves every gift as it was.
create or replace function settle_paid_together(p_messages jsonb, p_expects_live boolean, p_at timestamptz) returns uuid[] language plpgsql
-- The one good plan is known: by key from the messages to each table, in the order written (`offset 0` keeps a subquery what it is). Chosen by
-- the sizes of the tables it would be made while they are small and read them whole for as long as a session lives; made anew for each call
-- it cost more than the settling.
set plan_cache_mode = force_generic_plan set join_collapse_limit = 1 set from_collapse_limit = 1
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
  told_ids uuid[];
  need_ids uuid[];
  fitting_ids uuid[];
  reached uuid;
begin
  select array_agg(distinct told.donation_id) into told_ids from jsonb_to_recordset(p_messages) told(donation_id uuid);
  perform from donations where id = any (told_ids) order by id for update;
  select array_agg(distinct (select need_id from donations where id = told.id)) into need_ids from unnest(told_ids) told(id);
  perform from needs where id = any (need_ids) order by id for update;

  -- Accounts are opened before the statement that posts to them; nearly always all of them are there.
  perform open_charity_account(charity), open_need_account(charity, need)
    from unnest(told_ids) told(id)
      cross join lateral (select charity_id, need_id from donations where id = told.id offset 0) donation
      cross join lateral (select * from organizations where id = donation.charity_id offset 0) charity
      cross join lateral (select * from needs where id = donation.need_id offset 0) need
    where not exists (select from ledger_accounts where code = 'need:' || need.id offset 0)
      or not exists (select from ledger_accounts where code = 'charity:' || charity.id || ':clearing' offset 0);

  with told as (
    select distinct on (message.donation_id) message.*
    from jsonb_to_recordset(p_messages) message(event_id text, event_type text, donation_id uuid, session_id text, payment_intent_id text,
      amount_fen bigint, currency text, is_live boolean, account_id text)
    order by message.donation_id),
  waiting as (
    select told.*, donation.need_id, donation.charity_id, donation.lot_code, donation.allows_operating, donation.user_id, need.title,
      need.goal_fen - need.funded_fen - sum(donation.amount_fen) over (partition by need.id order by donation.id) as room
    from told
      cross join lateral (select * from donations where id = told.donation_id offset 0) donation
      cross join lateral (select stripe_account_id from organizations where id = donation.charity_id offset 0) charity
      cross join lateral (select * from needs where id = donation.need_id offset 0) need
    where donation.state in ('started', 'pending', 'expired', 'failed') and donation.channel = 'online' and need.state = 'published'
      and told.account_id = charity.stripe_account_id and told.amount_fen = donation.amount_fen and lower(told.currency) = donation.currency
      and told.is_live = p_expects_live and told.payment_intent_id is not null
      and not exists (select from stripe_events event where event.id = told.event_id offset 0)
      and not exists (select from parked_events parked where parked.id = told.event_id offset 0)),
  fitting as materialized (
    select *, gen_random_uuid() as lot_id, gen_random_uuid() as movement_id from waiting where room >= 0 order by donation_id),
  paid as (
    update donations set state = 'paid', paid_at = p_at, updated_at = p_at, payment_intent_id = fitting.payment_intent_id,
        checkout_session_id = coalesce(checkout_session_id, fitting.session_id), failure_code = null
      from fitting where donations.id = fitting.donation_id),
  lots as (
    insert into ledger_lots (id, code, kind, donation_id, contributor, allows_operating, opened_at)
      select lot_id, lot_code, 'gift', donation_id, null, allows_operating, p_at from fitting),
  movements as (
    insert into ledger_transactions (id, reference, kind, description, source, actor_user_id, at)
      select movement_id, 'donation:' || donation_id, 'donation', title, 'donation:' || donation_id, user_id, p_at from fitting),
  entries as (
    insert into ledger_entries (transaction_id, account_id, lot_id, amount_fen)
      select fitting.movement_id, account.id, fitting.lot_id, side.fen
      from fitting
        cross join lateral (values
          ('charity:' || fitting.charity_id || ':clearing', fitting.amount_fen), ('need:' || fitting.need_id, -fitting.amount_fen)) side(code, fen)
        join ledger_accounts account on account.code = side.code
      order by fitting.donation_id, side.fen desc),
  told_of as (
    insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
      select 'donation.paid', jsonb_build_object('donationId', donation_id, 'needId', need_id), p_at, p_at from fitting),
  recorded as (
    insert into stripe_events (id, type, account, is_live, object_id, outcome, received_at)
      select event_id, event_type, account_id, is_live, session_id, 'paid', p_at from fitting)
  select array_agg(donation_id) into fitting_ids from fitting;

  for reached in
    select need.id
      from (select needs.id, type, state, funded_fen, goal_fen from unnest(need_ids) told(id) join needs on needs.id = told.id offset 0) need
      where need.type = 'money' and need.state = 'published' and need.funded_fen = need.goal_fen
      order by need.id
  loop
    perform follow_need_goal(reached, p_at);
  end loop;
  return coalesce(fitting_ids, '{}');
end;
$$;
