-- Who is part of what a complaint is about: who wrote, checked, approved, paid or answers for it, the members of the organization, and whom
-- a handler named. They neither see nor handle it (S121).
create or replace function is_part_of_complaint(p_complaint_id uuid, p_user uuid) returns boolean language sql stable as $$
  select exists (select from complaint_people where complaint_id = p_complaint_id and user_id = p_user)
    or exists (select from complaints complaint join needs need on need.id = complaint.need_id or need.household_id = complaint.household_id
      where complaint.id = p_complaint_id and (
        p_user in (need.created_by, need.checked_by, need.approved_by)
        or exists (select from disbursements paid where paid.need_id = need.id
          and p_user in (paid.proposed_by, paid.approved_by, paid.paid_by, paid.confirmed_by, paid.code_issued_by))
        or exists (select from impact_reports report where report.need_id = need.id and p_user in (report.created_by, report.published_by))
        or exists (select from responsible_persons person where person.household_id = need.household_id and person.user_id = p_user)))
    or exists (select from complaints complaint join responsible_persons person on person.household_id = complaint.household_id
      where complaint.id = p_complaint_id and person.user_id = p_user)
    or exists (select from complaints complaint join organization_members member on member.organization_id = complaint.organization_id
      where complaint.id = p_complaint_id and member.user_id = p_user)
    or exists (select from complaints complaint join fund_spendings spending on spending.fund_id = complaint.fund_id
      where complaint.id = p_complaint_id and p_user in (spending.proposed_by, spending.approved_by, spending.result_by))
$$;

-- Whoever writes it: what was received stays as it came, it only goes along the table of its states, nobody who is part of it takes a step,
-- it stays serious once it was, and it is not closed while it still freezes money.
create or replace function guard_complaint() returns trigger language plpgsql as $$
declare
  person uuid;
begin
  if tg_op = 'DELETE' then
    raise exception 'a complaint is never deleted' using errcode = '23514', constraint = 'complaints_kept';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'received' or coalesce(new.accepted_by, new.answered_by, new.transferred_by, new.closed_by) is not null then
      raise exception 'a complaint begins as received' using errcode = '23514', constraint = 'complaints_step';
    end if;
    return new;
  end if;
  if row(new.id, new.code_hash, new.case_number, new.kind, new.content, new.contact_sealed is null, new.about_path, new.need_id, new.household_id,
      new.organization_id, new.fund_id, new.region_code, new.received_at, new.due_on, new.reply_working_days, new.rule_source)
    is distinct from row(old.id, old.code_hash, old.case_number, old.kind, old.content, old.contact_sealed is null, old.about_path, old.need_id,
      old.household_id, old.organization_id, old.fund_id, old.region_code, old.received_at, old.due_on, old.reply_working_days, old.rule_source)
    or (old.is_serious and not new.is_serious) then
    raise exception 'what was received stays as it came' using errcode = '23514', constraint = 'complaints_fixed';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('received', 'accepted'), ('accepted', 'investigating'), ('accepted', 'answered'),
      ('investigating', 'answered'), ('received', 'transferred'), ('accepted', 'transferred'), ('investigating', 'transferred'),
      ('answered', 'investigating'), ('transferred', 'answered'), ('answered', 'closed')) then
    raise exception 'a complaint does not go from % to %', old.state, new.state using errcode = '23514', constraint = 'complaints_step';
  end if;
  foreach person in array array_remove(array[
      case when new.accepted_by is distinct from old.accepted_by then new.accepted_by end,
      case when new.answered_by is distinct from old.answered_by then new.answered_by end,
      case when new.transferred_by is distinct from old.transferred_by then new.transferred_by end,
      case when new.closed_by is distinct from old.closed_by then new.closed_by end], null) loop
    if is_part_of_complaint(new.id, person) then
      raise exception 'whoever a complaint is about does not handle it' using errcode = '23514', constraint = 'complaints_own_case';
    end if;
  end loop;
  if new.state = 'closed' and exists (select from money_freezes where complaint_id = new.id and lifted_at is null) then
    raise exception 'a complaint that freezes money cannot be closed' using errcode = '23514', constraint = 'complaints_frozen';
  end if;
  return new;
end;
$$;

create or replace trigger complaints_guard before insert or update or delete on complaints for each row execute function guard_complaint();

-- A freeze is never deleted or rewritten; it is lifted once, by somebody who is no part of the complaint.
create or replace function guard_money_freeze() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a freeze is never deleted' using errcode = '23514', constraint = 'money_freezes_kept';
  end if;
  if tg_op = 'UPDATE' and (old.lifted_at is not null
      or row(new.id, new.complaint_id, new.need_id, new.household_id, new.charity_id, new.fund_id, new.reason, new.frozen_by, new.frozen_at)
        is distinct from row(old.id, old.complaint_id, old.need_id, old.household_id, old.charity_id, old.fund_id, old.reason, old.frozen_by, old.frozen_at)) then
    raise exception 'a freeze stays as it was' using errcode = '23514', constraint = 'money_freezes_fixed';
  end if;
  if is_part_of_complaint(new.complaint_id, coalesce(new.lifted_by, new.frozen_by)) then
    raise exception 'whoever a complaint is about does not handle it' using errcode = '23514', constraint = 'complaints_own_case';
  end if;
  return new;
end;
$$;

create or replace trigger money_freezes_guard before insert or update or delete on money_freezes for each row execute function guard_money_freeze();

create or replace function record_complaint_step(p_complaint_id uuid, p_state text, p_event text, p_reason text, p_actor uuid, p_at timestamptz)
returns void language plpgsql as $$
begin
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, actor_user_id, at)
    values (gen_random_uuid(), 'complaint', p_complaint_id, p_state, p_event, p_state, p_reason, p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('complaint.changed', jsonb_build_object('complaintId', p_complaint_id), p_at, p_at), ('ledger.changed', '{}'::jsonb, p_at, p_at);
end;
$$;

-- Freezes the money a complaint touches, exactly one of need, household, charity or fund; the complaint is serious from now on. Open needs go
-- off the public pages, so that nothing more is given to them. The locks are those every payment takes, in their order (pools and funds, then
-- needs, C7): a payment that was first is finished, one that comes later is refused.
-- Returns frozen, not_found (or part of it), conflict (over) or already_frozen.
create or replace function freeze_money(
  p_complaint_id uuid, p_need_id uuid, p_household_id uuid, p_charity_id uuid, p_fund_id uuid, p_reason text, p_actor uuid, p_at timestamptz
) returns text language plpgsql as $$
declare
  complaint complaints%rowtype;
begin
  select * into complaint from complaints where id = p_complaint_id for update;
  if not found or is_part_of_complaint(p_complaint_id, p_actor) then
    return 'not_found';
  end if;
  if complaint.state = 'closed' then
    return 'conflict';
  end if;
  if exists (select from money_freezes where complaint_id = complaint.id and lifted_at is null
      and (need_id, household_id, charity_id, fund_id) is not distinct from (p_need_id, p_household_id, p_charity_id, p_fund_id)) then
    return 'already_frozen';
  end if;
  perform 1 from funds where id = p_fund_id for update;
  perform lock_ledger_accounts(array(
    select account.id from ledger_accounts account where account.kind in ('village_pool', 'household_pool', 'category_pool')
      and (split_part(account.code, ':', 2) = p_charity_id::text or account.subject_id = p_household_id
        or account.subject_id = (select household_id from needs where id = p_need_id))));
  perform 1 from needs where id = p_need_id or household_id = p_household_id or charity_id = p_charity_id order by id for update;
  insert into money_freezes (id, complaint_id, need_id, household_id, charity_id, fund_id, reason, frozen_by, frozen_at)
    values (gen_random_uuid(), complaint.id, p_need_id, p_household_id, p_charity_id, p_fund_id, p_reason, p_actor, p_at);
  update complaints set is_serious = true where id = complaint.id;
  with suspended as (
    update needs set state = 'suspended', updated_at = p_at
      where state = 'published' and (id = p_need_id or household_id = p_household_id or charity_id = p_charity_id) returning id),
    recorded as (insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, actor_user_id, at)
      select gen_random_uuid(), 'need', suspended.id, 'published', 'suspend', 'suspended', p_reason, p_actor, p_at from suspended)
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    select 'need.changed', jsonb_build_object('needId', suspended.id), p_at, p_at from suspended;
  perform record_complaint_step(complaint.id, complaint.state, 'freeze', p_reason, p_actor, p_at);
  return 'frozen';
end;
$$;

-- Another person lifts a freeze, with a reason. Needs that were suspended stay so until the county has verified them anew.
-- Returns lifted, not_found, conflict (lifted already) or same_person.
create or replace function lift_money_freeze(p_freeze_id uuid, p_reason text, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  complaint complaints%rowtype;
  hold money_freezes%rowtype;
  need_id uuid;
begin
  select complaints.* into complaint from complaints join money_freezes on money_freezes.complaint_id = complaints.id
    where money_freezes.id = p_freeze_id for update of complaints;
  if not found or is_part_of_complaint(complaint.id, p_actor) then
    return 'not_found';
  end if;
  select * into strict hold from money_freezes where id = p_freeze_id for update;
  if hold.lifted_at is not null then
    return 'conflict';
  end if;
  if hold.frozen_by = p_actor then
    return 'same_person';
  end if;
  update money_freezes set lift_reason = p_reason, lifted_by = p_actor, lifted_at = p_at where id = hold.id;
  -- A need that had its goal and gave some of it back while it was frozen asks for it again only now.
  for need_id in select id from needs where state = 'fulfilled' and type = 'money' and funded_fen < goal_fen
      and (id = hold.need_id or household_id = hold.household_id or charity_id = hold.charity_id) order by id for update loop
    perform follow_need_goal(need_id, p_at);
  end loop;
  perform record_complaint_step(complaint.id, complaint.state, 'lift', p_reason, p_actor, p_at);
  return 'lifted';
end;
$$;
