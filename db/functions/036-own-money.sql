-- The charity's own money on its donation account: it covers fees and losses, which no gift bears (S103). It has a lot of its own, so that
-- the ledger itself keeps it apart from every gift.
create or replace function post_own_money(payment own_money, p_actor uuid, p_at timestamptz) returns void language plpgsql as $$
declare
  charity organizations%rowtype;
  lot uuid;
begin
  select * into strict charity from organizations where id = payment.charity_id;
  lot := open_own_lot(charity.id, 'own_money', p_at);
  perform post_ledger_transaction('own_money:' || payment.id, 'own_money', '自有资金补足手续费和损失', 'own_money:' || payment.id, p_actor, p_at,
    array[open_charity_account(charity, 'offline'), open_charity_side_account(charity, 'charity_own')], array[lot, lot],
    array[payment.amount_fen, -payment.amount_fen]);
end;
$$;

-- One person writes it down. Up to p_alone_up_to_fen it is posted at once; above, or where nobody has set a limit, a second person looks at the
-- document (A12). Returns posted, proposed, not_found or document_used.
create or replace function record_own_money(
  p_id uuid, p_charity_id uuid, p_amount_fen bigint, p_document_number text, p_paid_on text, p_note text, p_alone_up_to_fen bigint,
  p_actor uuid, p_at timestamptz
) returns text language plpgsql as $$
declare
  payment own_money%rowtype;
  is_alone boolean := p_amount_fen <= coalesce(p_alone_up_to_fen, 0);
begin
  if not is_member_of_verified_charity(p_charity_id, p_actor) then
    return 'not_found';
  end if;
  insert into own_money (id, charity_id, amount_fen, document_number, paid_on, note, state, recorded_by, recorded_at, closed_at)
    values (p_id, p_charity_id, p_amount_fen, p_document_number, p_paid_on, p_note, case when is_alone then 'approved' else 'proposed' end,
      p_actor, p_at, case when is_alone then p_at end)
    on conflict (charity_id, document_number) do nothing returning * into payment;
  if payment.id is null then
    return 'document_used';
  end if;
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), 'own_money', payment.id, null, 'record', payment.state, p_actor, p_at);
  if not is_alone then
    return 'proposed';
  end if;
  perform post_own_money(payment, p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at) values ('ledger.changed', '{}'::jsonb, p_at, p_at);
  return 'posted';
end;
$$;

-- The second person agrees, and it is posted, or says why not. The recorder is refused, and the attempt stays on record; rejecting one's own
-- is allowed. A rejected record frees its document number. Returns approved, rejected, not_found, conflict or same_person.
create or replace function decide_own_money(p_id uuid, p_agrees boolean, p_reason text, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  payment own_money%rowtype;
  decided text := case when p_agrees then 'approved' else 'rejected' end;
begin
  select * into payment from own_money where id = p_id for update;
  if not found or not is_member_of_verified_charity(payment.charity_id, p_actor) then
    return 'not_found';
  end if;
  if payment.state <> 'proposed' then
    return 'conflict';
  end if;
  if p_agrees and payment.recorded_by = p_actor then
    perform record_refused_approval('own_money', payment.id, payment.state, p_actor, p_at);
    return 'same_person';
  end if;
  update own_money set state = decided, approved_by = case when p_agrees then p_actor end, closed_at = p_at,
    document_number = case when p_agrees then document_number else document_number || ' (' || id || ')' end where id = payment.id;
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, actor_user_id, at)
    values (gen_random_uuid(), 'own_money', payment.id, 'proposed', case when p_agrees then 'approve' else 'reject' end, decided, p_reason, p_actor, p_at);
  if p_agrees then
    perform post_own_money(payment, p_actor, p_at);
    insert into outbox_events (kind, payload, occurred_at, next_attempt_at) values ('ledger.changed', '{}'::jsonb, p_at, p_at);
  end if;
  return decided;
end;
$$;
