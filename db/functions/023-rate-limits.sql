-- How often something was tried is counted over the time that slides along (E4): a fixed window let twice the tries pass around its end. Each
-- try that passed is kept with its moment until the window has gone by; a refused one is not kept, so hammering does not push the end away and
-- a key holds no more rows than its limit. Tries of the last window, also of the next one: a clock that was set back begins nothing anew.
create or replace function tries_in_window(p_key text, p_window interval, p_at timestamptz) returns setof rate_limits language sql stable as $$
  select * from rate_limits where key = p_key and window_start > p_at - p_window and window_start < p_at + p_window
$$;

-- Counts one try of a key if it is within the limit. Refused, `free_at` says when the next one passes. Tries of one key wait for each other.
create or replace function count_try(p_key text, p_limit integer, p_window interval, p_at timestamptz, out is_allowed boolean, out free_at timestamptz)
language plpgsql as $$
declare
  tries bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('rate_limit:' || p_key, 0));
  select coalesce(sum(count), 0), min(window_start) + p_window into tries, free_at from tries_in_window(p_key, p_window, p_at);
  is_allowed := tries < p_limit;
  free_at := coalesce(free_at, p_at);
  if is_allowed then
    delete from rate_limits where key = p_key and window_start <= p_at - p_window;
    insert into rate_limits as present (key, window_start, count) values (p_key, p_at, 1)
      on conflict (key, window_start) do update set count = present.count + 1;
  end if;
end;
$$;

-- Takes the latest try of a key back.
create or replace function return_try(p_key text, p_window interval, p_at timestamptz) returns void language plpgsql as $$
declare
  latest timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended('rate_limit:' || p_key, 0));
  select max(window_start) into latest from tries_in_window(p_key, p_window, p_at);
  delete from rate_limits where key = p_key and window_start = latest and count <= 1;
  update rate_limits set count = count - 1 where key = p_key and window_start = latest;
end;
$$;
