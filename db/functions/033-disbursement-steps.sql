-- A whole-number rule of a place on a day (`YYYY-MM-DD`, China): the most specific region wins, then the latest. Null where nobody set one.
create or replace function jurisdiction_number(p_region_code text, p_key text, p_day text) returns bigint language sql stable as $$
  select (value #>> '{}')::bigint from jurisdiction_settings
  where key = p_key and left(p_region_code, length(region_code)) = region_code
    and valid_from <= p_day and (valid_to is null or valid_to >= p_day)
  order by length(region_code) desc, valid_from desc limit 1
$$;

create or replace function needs_disbursement_approval(p_amount_fen bigint, p_region_code text, p_at timestamptz)
returns boolean language sql stable as $$
  select coalesce(p_amount_fen > jurisdiction_number(p_region_code, 'disbursement.approvalAboveFen',
    to_char(p_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), false)
$$;

-- One step of a payment's life in the books of steps and of events.
create or replace function record_disbursement_step(
  disbursement disbursements, p_event text, p_to text, p_reason text, p_actor uuid, p_at timestamptz
) returns void language sql as $$
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, actor_user_id, at)
    values (gen_random_uuid(), 'disbursement', disbursement.id, disbursement.state, p_event, p_to, p_reason, p_actor, p_at);
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('disbursement.changed', jsonb_build_object('disbursementId', disbursement.id), p_at, p_at)
$$;

-- A12: somebody of the charity agrees to a large payment; not the one who proposed it. Returns approved, not_found, conflict, same_person.
create or replace function approve_disbursement(p_disbursement_id uuid, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  disbursement disbursements%rowtype;
begin
  select * into disbursement from disbursements where id = p_disbursement_id for update;
  if not found then
    return 'not_found';
  end if;
  if disbursement.state <> 'proposed' then
    return 'conflict';
  end if;
  if disbursement.proposed_by = p_actor then
    return 'same_person';
  end if;
  update disbursements set state = 'approved', approved_by = p_actor, approved_at = p_at where id = disbursement.id;
  perform record_disbursement_step(disbursement, 'approve', 'approved', null, p_actor, p_at);
  return 'approved';
end;
$$;

-- Not paid, and why. Nothing was posted, so nothing is undone. Returns rejected, not_found, conflict.
create or replace function reject_disbursement(p_disbursement_id uuid, p_reason text, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  disbursement disbursements%rowtype;
begin
  select * into disbursement from disbursements where id = p_disbursement_id for update;
  if not found then
    return 'not_found';
  end if;
  if disbursement.state not in ('proposed', 'approved') then
    return 'conflict';
  end if;
  update disbursements set state = 'rejected' where id = disbursement.id;
  perform record_disbursement_step(disbursement, 'reject', 'rejected', p_reason, p_actor, p_at);
  return 'rejected';
end;
$$;

-- A third person hands the recipient a slip with a code: whoever proposed, approved or paid never learns it (D6). A new slip voids the old one.
-- Returns issued, not_found, conflict, same_person.
create or replace function issue_confirmation_code(p_disbursement_id uuid, p_code_hash text, p_actor uuid, p_at timestamptz) returns text language plpgsql as $$
declare
  disbursement disbursements%rowtype;
begin
  select * into disbursement from disbursements where id = p_disbursement_id for update;
  if not found then
    return 'not_found';
  end if;
  if disbursement.state <> 'paid_out' then
    return 'conflict';
  end if;
  if p_actor in (disbursement.proposed_by, disbursement.paid_by) or p_actor is not distinct from disbursement.approved_by then
    return 'same_person';
  end if;
  update disbursements set confirmation_code_hash = p_code_hash, confirmation_tries = 0, code_issued_by = p_actor, code_issued_at = p_at
    where id = disbursement.id;
  perform record_disbursement_step(disbursement, 'issue_code', 'paid_out', null, p_actor, p_at);
  return 'issued';
end;
$$;

-- The recipient types the code of the slip. Wrong tries are counted in the same call, so that racing guesses are no way around the limit.
-- Returns confirmed, already_confirmed, not_found, no_code, wrong_code, too_many_tries.
create or replace function confirm_disbursement_by_code(p_public_code text, p_code_hash text, p_tries_allowed integer, p_at timestamptz)
returns text language plpgsql as $$
declare
  disbursement disbursements%rowtype;
begin
  select * into disbursement from disbursements where public_code = p_public_code for update;
  if not found then
    return 'not_found';
  end if;
  if disbursement.state = 'confirmed' then
    return 'already_confirmed';
  end if;
  if disbursement.state <> 'paid_out' or disbursement.confirmation_code_hash is null then
    return 'no_code';
  end if;
  if disbursement.confirmation_tries >= p_tries_allowed then
    return 'too_many_tries';
  end if;
  if disbursement.confirmation_code_hash <> p_code_hash then
    update disbursements set confirmation_tries = confirmation_tries + 1 where id = disbursement.id;
    return case when disbursement.confirmation_tries + 1 >= p_tries_allowed then 'too_many_tries' else 'wrong_code' end;
  end if;
  update disbursements set state = 'confirmed', confirmation_method = 'code', confirmed_at = p_at where id = disbursement.id;
  perform record_disbursement_step(disbursement, 'confirm', 'confirmed', null, null, p_at);
  return 'confirmed';
end;
$$;

-- Whoever writes it: a payment begins as a proposal, its facts never change, nobody's part in it is taken back, it only goes along the
-- table of its states, and a large one is approved before it is paid (D6, A12).
create or replace function guard_disbursement() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a payment is never deleted' using errcode = '23514', constraint = 'disbursements_kept';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' or coalesce(new.approved_by, new.paid_by, new.confirmed_by, new.code_issued_by) is not null then
      raise exception 'a payment begins as a proposal' using errcode = '23514', constraint = 'disbursements_step';
    end if;
    return new;
  end if;
  if row(new.id, new.public_code, new.need_id, new.charity_id, new.payee_kind, new.payee_name, new.purpose, new.amount_fen, new.cost_kind,
      new.invoice_number, new.evidence_file_id, new.proposed_by, new.proposed_at)
    is distinct from row(old.id, old.public_code, old.need_id, old.charity_id, old.payee_kind, old.payee_name, old.purpose, old.amount_fen,
      old.cost_kind, old.invoice_number, old.evidence_file_id, old.proposed_by, old.proposed_at)
    or (old.approved_by is not null and row(new.approved_by, new.approved_at) is distinct from row(old.approved_by, old.approved_at))
    or (old.paid_by is not null and row(new.paid_by, new.paid_at) is distinct from row(old.paid_by, old.paid_at))
    or (old.confirmed_at is not null and row(new.confirmed_by, new.confirmed_at, new.confirmation_method, new.confirmation_file_id)
      is distinct from row(old.confirmed_by, old.confirmed_at, old.confirmation_method, old.confirmation_file_id)) then
    raise exception 'what was proposed, approved, paid and confirmed stays as it is' using errcode = '23514', constraint = 'disbursements_fixed';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('proposed', 'approved'), ('proposed', 'paid_out'), ('proposed', 'rejected'),
      ('approved', 'paid_out'), ('approved', 'rejected'), ('paid_out', 'confirmed'), ('paid_out', 'returned')) then
    raise exception 'a payment does not go from % to %', old.state, new.state using errcode = '23514', constraint = 'disbursements_step';
  end if;
  if new.state = 'paid_out' and old.state = 'proposed'
      and needs_disbursement_approval(new.amount_fen, (select region_code from needs where id = new.need_id), new.paid_at) then
    raise exception 'a payment of % fen needs an approval first', new.amount_fen using errcode = '23514', constraint = 'disbursements_approval';
  end if;
  return new;
end;
$$;

create or replace trigger disbursements_guard before insert or update or delete on disbursements
  for each row execute function guard_disbursement();

-- Money leaves a need only by a payment that two people made, of exactly its amount; and a payment that says it is paid is in the books.
create or replace function check_payment_posted(p_disbursement_id uuid, p_due_fen bigint) returns void language plpgsql as $$
declare
  posted bigint;
  paid bigint;
begin
  select sum(entry.amount_fen) filter (where movement.kind = 'disbursement'), sum(entry.amount_fen) filter (where movement.kind = 'disbursement_paid')
    into posted, paid
    from ledger_transactions movement join ledger_entries entry on entry.transaction_id = movement.id and entry.amount_fen > 0
    where movement.reference in ('disbursement:' || p_disbursement_id, 'disbursement_paid:' || p_disbursement_id);
  if posted is distinct from p_due_fen or paid is distinct from p_due_fen then
    raise exception 'payment %: % fen posted, % due', p_disbursement_id, posted, p_due_fen using errcode = '23514', constraint = 'disbursements_posting';
  end if;
end;
$$;

create or replace function check_payment_movement(movement ledger_transactions) returns void language plpgsql as $$
declare
  payment disbursements%rowtype;
begin
  if movement.reference !~ '^disbursement(_paid)?:[0-9a-f-]{36}$' then
    raise exception 'money out needs its payment' using errcode = '23514', constraint = 'disbursements_posting';
  end if;
  select * into payment from disbursements where id = split_part(movement.reference, ':', 2)::uuid and state in ('paid_out', 'confirmed', 'returned');
  perform check_payment_posted(split_part(movement.reference, ':', 2)::uuid, payment.amount_fen);
end;
$$;

create or replace function check_disbursement_posting() returns trigger language plpgsql as $$
begin
  -- Asked at commit: a payment that was paid and is not any more owes nothing.
  if exists (select from disbursements where id = new.id and state in ('paid_out', 'confirmed', 'returned')) then
    perform check_payment_posted(new.id, new.amount_fen);
  end if;
  return null;
end;
$$;

drop trigger if exists disbursements_posting on disbursements;
create constraint trigger disbursements_posting after update of state on disbursements
  deferrable initially deferred for each row when (new.state = 'paid_out' and old.state <> 'paid_out') execute function check_disbursement_posting();
drop trigger if exists ledger_entries_disbursement on ledger_entries;

-- The same for a fund: an approved or refused spending stays as it is; only its result is added, once.
create or replace function guard_fund_spending() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a spending is never deleted' using errcode = '23514', constraint = 'fund_spendings_kept';
  end if;
  if row(new.id, new.public_code, new.fund_id, new.purpose, new.description, new.amount_fen, new.payee_name, new.document_number, new.proposed_by,
      new.proposed_at, new.region_code, new.project_id)
    is distinct from row(old.id, old.public_code, old.fund_id, old.purpose, old.description, old.amount_fen, old.payee_name, old.document_number,
      old.proposed_by, old.proposed_at, old.region_code, old.project_id)
    or (old.state <> 'proposed' and row(new.state, new.approved_by, new.closed_at) is distinct from row(old.state, old.approved_by, old.closed_at))
    or (old.result is not null and row(new.result, new.result_by, new.result_at) is distinct from row(old.result, old.result_by, old.result_at))
    or (new.state = 'approved' and new.approved_by is null) then
    raise exception 'a spending stays as it was decided' using errcode = '23514', constraint = 'fund_spendings_fixed';
  end if;
  return new;
end;
$$;

create or replace trigger fund_spendings_guard before update or delete on fund_spendings for each row execute function guard_fund_spending();
