-- Draws the call-backs of every month that is over (D6). The seed is the first root of the hash chain of a day after the month: when a payment
-- was confirmed nobody knew it, and everybody can read it now. Payments of a town stand in the order of sha256(root || ':' || code of the
-- payment); the first ones are called back: the place's percent of them, rounded up, at least one. No rule of the place, no draw.
-- Returns how many were drawn. Safe to repeat: a month and town is drawn once.
create or replace function draw_callbacks(p_at timestamptz) returns integer language plpgsql as $$
declare
  turn record;
  seed chain_roots%rowtype;
  share bigint;
  draw uuid;
  wanted integer;
  drawn integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('draw_callbacks', 0));
  for turn in
    select to_char(d.confirmed_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, left(n.region_code, 9) as town, count(*)::int as candidates
      from disbursements d join needs n on n.id = d.need_id
      where d.state = 'confirmed'
        and to_char(d.confirmed_at at time zone 'Asia/Shanghai', 'YYYY-MM') < to_char(p_at at time zone 'Asia/Shanghai', 'YYYY-MM')
        and not exists (select from callback_draws done where done.town_code = left(n.region_code, 9)
          and done.month = to_char(d.confirmed_at at time zone 'Asia/Shanghai', 'YYYY-MM'))
      group by 1, 2 order by 1, 2
  loop
    select * into seed from chain_roots where day > turn.month || '-31' order by day limit 1;
    continue when not found;
    share := jurisdiction_number(turn.town, 'callback.percent', turn.month || '-28');
    continue when share is null or share <= 0;
    wanted := greatest(1, least(turn.candidates, ceil(turn.candidates * share / 100.0)::int));
    insert into callback_draws (id, month, town_code, seed_day, seed_root, percent, candidate_count, drawn_count, drawn_at)
      values (gen_random_uuid(), turn.month, turn.town, seed.day, seed.root, share, turn.candidates, wanted, p_at)
      returning id into draw;
    with ranked as (
      select d.id, row_number() over (order by encode(sha256(convert_to(seed.root || ':' || d.public_code, 'UTF8')), 'hex'))::int as place
        from disbursements d join needs n on n.id = d.need_id
        where d.state = 'confirmed' and left(n.region_code, 9) = turn.town
          and to_char(d.confirmed_at at time zone 'Asia/Shanghai', 'YYYY-MM') = turn.month),
    taken as (
      insert into callbacks (id, draw_id, disbursement_id, place, state, updated_at)
        select gen_random_uuid(), draw, ranked.id, ranked.place, 'drawn', p_at from ranked where ranked.place <= wanted
        returning id)
    insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, at)
      select gen_random_uuid(), 'callback', taken.id, null, 'draw', 'drawn', seed.root, p_at from taken;
    drawn := drawn + wanted;
  end loop;
  if drawn > 0 then
    insert into outbox_events (kind, payload, occurred_at, next_attempt_at) values ('ledger.changed', '{}'::jsonb, p_at, p_at);
  end if;
  return drawn;
end;
$$;

-- Whether somebody had a part in a payment: its people, and everybody of the charity that paid it.
create or replace function had_part_in_payment(payment disbursements, p_user uuid) returns boolean language sql stable as $$
  select p_user is null
    or p_user in (payment.proposed_by, payment.paid_by)
    or p_user is not distinct from payment.approved_by
    or p_user is not distinct from payment.confirmed_by
    or p_user is not distinct from payment.code_issued_by
    or exists (select from organization_members where organization_id = payment.charity_id and user_id = p_user)
$$;

-- Whoever writes it: no answer is recorded by somebody who had a part in the payment (D6), and what agreed or differed is not asked again.
create or replace function guard_callback_answer() returns trigger language plpgsql as $$
declare
  payment disbursements%rowtype;
  current text;
begin
  select state into current from callbacks where id = new.callback_id for update;
  select disbursements.* into strict payment from disbursements
    where id = (select disbursement_id from callbacks where id = new.callback_id);
  if had_part_in_payment(payment, new.called_by) then
    raise exception 'who had a part in payment % does not call back on it', payment.public_code
      using errcode = '23514', constraint = 'callback_answers_separate';
  end if;
  if current not in ('drawn', 'unreached') then
    raise exception 'the call-back on payment % is over', payment.public_code using errcode = '23514', constraint = 'callback_answers_open';
  end if;
  return new;
end;
$$;

create or replace trigger callback_answers_guard before insert on callback_answers for each row execute function guard_callback_answer();

-- A call-back's state IS its latest answer: nobody sets it by hand, and none is taken back.
create or replace function guard_callback() returns trigger language plpgsql as $$
declare
  answer callback_answers%rowtype;
  paid bigint;
  said text;
begin
  if tg_op = 'DELETE' or row(new.id, new.draw_id, new.disbursement_id, new.place) is distinct from row(old.id, old.draw_id, old.disbursement_id, old.place) then
    raise exception 'what was drawn stays drawn' using errcode = '23514', constraint = 'callbacks_fixed';
  end if;
  select * into answer from callback_answers where callback_id = new.id order by reached desc, called_at desc limit 1;
  select amount_fen into paid from disbursements where id = new.disbursement_id;
  said := case when answer.id is null then 'drawn' when not answer.reached then 'unreached'
    when answer.received = 'full' and answer.amount_fen = paid then 'confirmed' else 'mismatched' end;
  if new.state <> said then
    raise exception 'a call-back says what was answered' using errcode = '23514', constraint = 'callbacks_state';
  end if;
  return new;
end;
$$;

create or replace trigger callbacks_guard before update or delete on callbacks for each row execute function guard_callback();

-- Records what the recipient said, in one call: answer, state, step in the chain, and for a difference the alarm (nothing is frozen by it).
-- Returns unreached, confirmed, mismatched, or not_found, conflict, had_part.
create or replace function record_callback_answer(
  p_callback_id uuid, p_reached boolean, p_received text, p_amount_fen bigint, p_received_on text, p_words text, p_actor uuid, p_at timestamptz
) returns text language plpgsql as $$
declare
  callback callbacks%rowtype;
  payment disbursements%rowtype;
  outcome text;
begin
  select * into callback from callbacks where id = p_callback_id for update;
  if not found then
    return 'not_found';
  end if;
  if callback.state not in ('drawn', 'unreached') then
    return 'conflict';
  end if;
  select * into strict payment from disbursements where id = callback.disbursement_id;
  if had_part_in_payment(payment, p_actor) then
    perform record_refused_approval('callback', callback.id, callback.state, p_actor, p_at);
    return 'had_part';
  end if;
  outcome := case when not p_reached then 'unreached' when p_received = 'full' and p_amount_fen = payment.amount_fen then 'confirmed' else 'mismatched' end;
  insert into callback_answers (id, callback_id, reached, received, amount_fen, received_on, words, called_by, called_at)
    values (gen_random_uuid(), callback.id, p_reached, p_received, p_amount_fen, p_received_on, p_words, p_actor, p_at);
  update callbacks set state = outcome, updated_at = p_at where id = callback.id;
  insert into state_transitions (id, noun, subject_id, from_state, event, to_state, actor_user_id, at)
    values (gen_random_uuid(), 'callback', callback.id, callback.state,
      case outcome when 'unreached' then 'miss' when 'confirmed' then 'confirm' else 'differ' end, outcome, p_actor, p_at);
  if outcome = 'mismatched' then
    perform raise_alarm('callback_mismatch', payment.public_code, format('%s: %s of %s fen', p_received, p_amount_fen, payment.amount_fen), p_at);
  end if;
  insert into outbox_events (kind, payload, occurred_at, next_attempt_at)
    values ('disbursement.changed', jsonb_build_object('disbursementId', payment.id), p_at, p_at);
  return outcome;
end;
$$;
