-- One number, one gift (L10): a charity gives a receipt's number to one gift at a time, and a gift has one line of numbers, each replacing
-- the one before. A number that was replaced may be recorded again: correcting a mix-up of two gifts needs that.
create or replace function hold_official_receipts() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('official_receipt:' || new.charity_id, 0));
  if not exists (select from donations where id = new.donation_id and charity_id = new.charity_id) then
    raise exception 'an official receipt is of the charity that received the gift'
      using errcode = '23514', constraint = 'official_receipts_charity_of_gift';
  end if;
  if exists (select from official_receipts one where one.donation_id = new.donation_id
      and one.id is distinct from new.replaces_id
      and not exists (select from official_receipts later where later.replaces_id = one.id))
    or (new.replaces_id is not null
      and not exists (select from official_receipts one where one.id = new.replaces_id and one.donation_id = new.donation_id)) then
    raise exception 'a correction replaces the number before it' using errcode = '23514', constraint = 'official_receipts_one_line';
  end if;
  if exists (select from official_receipts one where one.charity_id = new.charity_id and one.number = new.number
      and one.donation_id <> new.donation_id
      and not exists (select from official_receipts later where later.replaces_id = one.id)) then
    raise exception 'number % is in use', new.number using errcode = '23505', constraint = 'official_receipts_number_in_use';
  end if;
  return new;
end;
$$;

create or replace trigger official_receipts_hold before insert on official_receipts
  for each row execute function hold_official_receipts();
