-- The window of a key begins with its first try and is over a fixed time later: counted by the clock's quarters, a guesser had twice the tries
-- around each of them (E4). A clock that was set back does not lock anybody out for longer than one window.
create or replace function live_rate_window(p_key text, p_window interval, p_at timestamptz) returns timestamptz language sql stable as $$
  select max(window_start) from rate_limits where key = p_key and window_start > p_at - p_window and window_start < p_at + p_window
$$;

-- Counts one try of a key in the window that runs, or begins one. Tries of one key wait for each other, so that two first ones share a window.
create or replace function count_try(p_key text, p_window interval, p_at timestamptz, out tries integer, out started_at timestamptz)
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('rate_limit:' || p_key, 0));
  started_at := coalesce(live_rate_window(p_key, p_window, p_at), p_at);
  insert into rate_limits as present (key, window_start, count) values (p_key, started_at, 1)
    on conflict (key, window_start) do update set count = present.count + 1
    returning count into tries;
end;
$$;
