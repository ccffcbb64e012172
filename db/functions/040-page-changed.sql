-- Every recorded event tells the sites that public pages may have changed (page cache, exact invalidation). The message leaves with the
-- commit, never before it, and not at all when the transaction is rolled back. The payload names the kind only, no ids.
-- Not for each gift: PostgreSQL lets only one transaction with a NOTIFY commit at a time, and gifts would queue for the disk one by one. The
-- job that handles paid gifts speaks up for all of a batch, and the site that settled one forgets its own pages at once.
create or replace function notify_page_changed() returns trigger
language plpgsql as $$
begin
  perform pg_notify('page_changed', new.kind);
  return null;
end
$$;

drop trigger if exists outbox_events_page_changed on outbox_events;
create trigger outbox_events_page_changed
  after insert on outbox_events
  for each row when (new.kind <> 'donation.paid') execute function notify_page_changed();
