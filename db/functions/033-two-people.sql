-- Money that two people of a charity move together (A12): from a pool to a need, and what came by bank transfer. The one who began it is
-- refused, and the attempt stays on record; two others at once have one effect, because the row is locked.

create or replace function is_member_of_verified_charity(p_charity_id uuid, p_user_id uuid) returns boolean language sql stable as $$
  select exists (select from organization_members member join organizations charity on charity.id = member.organization_id
    where member.organization_id = p_charity_id and member.user_id = p_user_id and charity.kind = 'charity' and charity.state = 'verified')
$$;

create or replace function record_refused_approval(p_noun text, p_subject_id uuid, p_state text, p_actor uuid, p_at timestamptz)
returns void language sql as $$
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), p_noun, p_subject_id, p_state, 'refuse_same_person', p_state, p_actor, p_at)
$$;

-- Whether a pool's money may go to a need: the same charity, and the need is of the pool's household, village or category (D10).
create or replace function pool_fits_need(p_pool_code text, need needs) returns boolean language sql immutable as $$
  select need.charity_id is not null and p_pool_code in (
    village_pool_code(need.charity_id, need.region_code), 'category_pool:' || need.charity_id || ':' || need.category,
    'household_pool:' || need.charity_id || ':' || coalesce(need.household_id::text, '-'))
$$;

-- Money of a pool goes to a need that fits it: the pool's household, category or village, the same charity, an open need with room. Every
-- lot gives its share (S98). Lock order as everywhere: pools, then needs (C7).
-- No new money while the need's report is late (U13).
-- Returns approved, not_found, conflict, same_person, does_not_fit, report_late, no_room or not_enough_money.
create or replace function approve_pool_allocation(p_allocation_id uuid, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  allocation pool_allocations%rowtype;
  need needs%rowtype;
  charity organizations%rowtype;
  pool ledger_accounts%rowtype;
  lots uuid[];
  amounts bigint[];
begin
  select * into allocation from pool_allocations where id = p_allocation_id for update;
  if not found or not is_member_of_verified_charity(allocation.charity_id, p_actor) then
    return 'not_found';
  end if;
  if allocation.state <> 'proposed' then
    return 'conflict';
  end if;
  if allocation.proposed_by = p_actor then
    perform record_refused_approval('pool_allocation', allocation.id, allocation.state, p_actor, p_at);
    return 'same_person';
  end if;
  -- Pool before need, as everywhere (C7).
  perform lock_ledger_accounts(array[allocation.pool_account_id]);
  select * into strict pool from ledger_accounts where id = allocation.pool_account_id;
  select * into strict need from needs where id = allocation.need_id for update;
  select * into strict charity from organizations where id = allocation.charity_id;
  if need.charity_id is distinct from charity.id or not pool_fits_need(pool.code, need) then
    return 'does_not_fit';
  end if;
  if is_frozen_account(pool.id) or is_frozen_need(need.id) then
    return 'money_frozen';
  end if;
  if is_report_late(need, p_at) then
    return 'report_late';
  end if;
  if need.state <> 'published' or coalesce(need.goal_fen, 0) - need.funded_fen < allocation.amount_fen then
    return 'no_room';
  end if;
  -- A gift of the pool that is just being refunded or disputed is held by its own lock: then this waits for another try, because taking
  -- it back looks for the gift's money where it lay before. Gifts are locked before needs elsewhere (C7), so there is no waiting here.
  if (with held as (select lot.donation_id as id from list_spendable_lots(pool.code) spendable join ledger_lots lot on lot.id = spendable.lot
          where lot.donation_id is not null),
        locked as (select donations.id from donations where id in (select id from held) for no key update skip locked)
      select (select count(*) from held) > (select count(*) from locked)) then
    return 'conflict';
  end if;
  select array_agg(share.lot order by share.lot), array_agg(share.fen order by share.lot) into lots, amounts
    from share_among_lots(pool.code, allocation.amount_fen) share;
  if lots is null then
    return 'not_enough_money';
  end if;
  update pool_allocations set state = 'approved', approved_by = p_actor, closed_at = p_at where id = allocation.id;
  perform post_ledger_transaction('allocation:' || allocation.id, 'allocation', need.title, 'allocation:' || allocation.id, p_actor, p_at,
    array_fill(pool.code, array[cardinality(lots)]) || array_fill(open_need_account(charity, need), array[cardinality(lots)]),
    lots || lots, amounts || negate_all(amounts));
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), 'pool_allocation', allocation.id, 'proposed', 'approve', 'approved', p_actor, p_at);
  perform follow_need_goal(need.id, p_at);
  return 'approved';
end;
$$;

drop function if exists confirm_offline_gift(uuid, uuid, text, uuid, timestamptz);

-- A gift outside the site, recorded with its document by one person and confirmed by another: only now it counts. Money becomes a gift like
-- any other, through the charity's bank account: the need takes it up to its goal, the rest goes where the giver chose (D10). Goods are
-- never money in the books (S93). Returns confirmed, not_found, conflict, same_person or does_not_fit (the need changed hands).
create or replace function confirm_offline_gift(
  p_offline_gift_id uuid, p_actor uuid, p_lot_code text, p_receipt_number text, p_verify_code text, p_at timestamptz
) returns text language plpgsql as $$
declare
  gift offline_gifts%rowtype;
  donation donations%rowtype;
  charity organizations%rowtype;
begin
  select * into gift from offline_gifts where id = p_offline_gift_id for update;
  if not found or not is_member_of_verified_charity(gift.charity_id, p_actor) then
    return 'not_found';
  end if;
  if gift.state <> 'recorded' then
    return 'conflict';
  end if;
  if gift.recorded_by = p_actor then
    perform record_refused_approval('offline_gift', gift.id, gift.state, p_actor, p_at);
    return 'same_person';
  end if;
  if not exists (select from needs where id = gift.need_id and charity_id = gift.charity_id) then
    return 'does_not_fit';
  end if;
  if gift.kind = 'money' then
    select * into strict charity from organizations where id = gift.charity_id;
    insert into donations (id, form_nonce, need_id, charity_id, channel, amount_fen, state, surplus_choice, allows_operating, lot_code,
        receipt_number, verify_code, receipt_name, email, public_name, locale, payment_method, fee_fen, created_at, updated_at, paid_at)
      values (gen_random_uuid(), 'offline_gift:' || gift.id, gift.need_id, gift.charity_id, 'offline', gift.amount_fen, 'settled',
        gift.surplus_choice, gift.allows_operating, p_lot_code, p_receipt_number, p_verify_code, gift.giver_name, gift.giver_email,
        gift.public_name, 'zh-CN', 'bank_transfer', 0, gift.recorded_at, p_at, p_at)
      returning * into donation;
    perform allocate_gift(donation, charity, 'offline_gift:' || gift.id, p_actor, p_at);
  end if;
  -- From now on the gift itself says what the public sees of its donor: one place to change it (Q4).
  update offline_gifts set state = 'confirmed', approved_by = p_actor, closed_at = p_at, donation_id = donation.id,
    public_name = case gift.kind when 'goods' then public_name end where id = gift.id;
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), 'offline_gift', gift.id, 'recorded', 'confirm', 'confirmed', p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('offline_gift.changed', jsonb_build_object('offlineGiftId', gift.id), p_at, p_at);
  return 'confirmed';
end;
$$;
