-- One open alarm per kind and subject, however often it is seen (H6); seen again after somebody closed it, it is a new one.
create or replace function raise_alarm(p_kind text, p_subject text, p_detail text, p_at timestamptz) returns void language sql as $$
  insert into alarms (id, kind, subject, detail, first_seen_at, last_seen_at) values (gen_random_uuid(), p_kind, p_subject, p_detail, p_at, p_at)
    on conflict (kind, subject) where resolved_at is null
    do update set count = alarms.count + 1, detail = excluded.detail, last_seen_at = greatest(alarms.last_seen_at, excluded.last_seen_at)
$$;

create or replace function resolve_alarm(p_kind text, p_subject text, p_at timestamptz) returns void language sql as $$
  update alarms set resolved_at = p_at where kind = p_kind and subject = p_subject and resolved_at is null
$$;

-- Keeps a message of the provider that could not be settled, by its ids (B5). Returns how often it has been tried.
create or replace function park_provider_event(
  p_id text, p_type text, p_account text, p_is_live boolean, p_object_id text, p_hints jsonb, p_code text, p_alarm_after integer, p_at timestamptz
) returns integer language plpgsql as $$
declare
  tried integer;
begin
  insert into parked_events (id, type, account, is_live, object_id, hints, code, first_seen_at, last_seen_at)
    values (p_id, p_type, p_account, p_is_live, p_object_id, p_hints, p_code, p_at, p_at)
    on conflict (id) do update set attempts = parked_events.attempts + 1, code = excluded.code, last_seen_at = excluded.last_seen_at, settled_at = null
    returning attempts into tried;
  if tried >= p_alarm_after then
    perform raise_alarm('event_parked', p_id, p_type || ': ' || p_code, p_at);
  end if;
  return tried;
end;
$$;
