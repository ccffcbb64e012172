-- What keeps a charity's clearing account equal to its balance at the provider (A8, A9), beyond gifts, refunds and disputes.

-- The charity's own money and transfers between its own accounts belong to no gift: each has one lot of its own.
create or replace function open_own_lot(p_charity_id uuid, p_purpose text, p_at timestamptz) returns uuid language plpgsql as $$
begin
  return open_ledger_lot(p_purpose || ':' || p_charity_id, 'charity_money', null,
    (select name from organizations where id = p_charity_id), false, p_at);
end;
$$;

-- The provider paid a part of the balance out to the charity's bank, or a payout came back (the amount is what the balance saw: negative
-- when paid out). Once per movement of the provider.
create or replace function record_payout(p_charity_id uuid, p_movement_id text, p_amount_fen bigint, p_at timestamptz) returns void language plpgsql as $$
declare
  charity organizations%rowtype;
  lot uuid;
begin
  if p_amount_fen = 0 then
    return;
  end if;
  select * into strict charity from organizations where id = p_charity_id;
  lot := open_own_lot(charity.id, 'payouts', p_at);
  perform post_ledger_transaction('payout:' || p_movement_id, 'payout', '支付账户转入银行账户', 'payout:' || p_movement_id, null, p_at,
    array[open_charity_account(charity, 'offline'), open_charity_account(charity)], array[lot, lot], array[-p_amount_fen, p_amount_fen]);
end;
$$;

-- The fee of money that waits in suspense: taken by the provider all the same, so it is posted like any other fee, once per payment.
create or replace function post_suspense_fee(p_donation_id uuid, p_payment_intent_id text, p_fee_fen bigint, p_at timestamptz) returns void language plpgsql as $$
declare
  donation donations%rowtype;
  charity organizations%rowtype;
  lot uuid;
begin
  if p_fee_fen <= 0 then
    return;
  end if;
  select * into strict donation from donations where id = p_donation_id;
  select * into strict charity from organizations where id = donation.charity_id;
  lot := open_donation_lot(donation, p_at);
  perform post_ledger_transaction('fee:' || p_payment_intent_id, 'fee', '支付通道费', 'suspense:' || donation.id, null, p_at,
    array[open_charity_side_account(charity, 'fees'), open_charity_account(charity)], array[lot, lot], array[p_fee_fen, -p_fee_fen]);
end;
$$;
