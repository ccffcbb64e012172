-- Money a serious complaint has frozen (S121): nothing of it is paid out or allotted until another person lifts the freeze with a reason. It
-- can still go back to its donors. A need's freeze holds its account and the pool of its household; a household's all of its needs and its
-- pool; a charity's everything it holds for a purpose; a fund's the fund.
create or replace function is_frozen_account(p_account_id uuid) returns boolean language sql stable as $$
  select exists (
    select from ledger_accounts account left join needs need on account.kind = 'need' and need.id = account.subject_id
      join money_freezes hold on hold.lifted_at is null and (
        hold.need_id = need.id or hold.household_id = need.household_id or hold.charity_id = need.charity_id
        or (account.kind = 'household_pool' and (hold.household_id = account.subject_id
          or exists (select from needs other where other.id = hold.need_id and other.household_id = account.subject_id)))
        or (account.kind in ('village_pool', 'household_pool', 'category_pool') and split_part(account.code, ':', 2) = hold.charity_id::text)
        or account.code = 'fund:' || (select code from funds where id = hold.fund_id))
    where account.id = p_account_id)
$$;

create or replace function is_frozen_need(p_need_id uuid) returns boolean language sql stable as $$
  select exists (select from needs need join money_freezes hold on hold.lifted_at is null
      and (hold.need_id = need.id or hold.household_id = need.household_id or hold.charity_id = need.charity_id)
    where need.id = p_need_id)
$$;

-- Whoever writes it, with or without the functions above them: a frozen payment, allotment or spending does not go through, and a frozen need
-- does not come (back) to the public.
create or replace function refuse_frozen_money() returns trigger language plpgsql as $$
declare
  frozen boolean;
begin
  if tg_table_name = 'disbursements' then
    frozen := is_frozen_need(new.need_id);
  elsif tg_table_name = 'pool_allocations' then
    frozen := is_frozen_need(new.need_id) or is_frozen_account(new.pool_account_id);
  elsif tg_table_name = 'fund_spendings' then
    frozen := exists (select from money_freezes where fund_id = new.fund_id and lifted_at is null);
  else
    frozen := is_frozen_need(new.id);
  end if;
  if frozen then
    raise exception 'frozen by a complaint: % %', tg_table_name, new.id using errcode = '23514', constraint = 'money_frozen';
  end if;
  return new;
end;
$$;

create or replace trigger disbursements_frozen before update of state on disbursements
  for each row when (new.state = 'paid_out' and old.state <> 'paid_out') execute function refuse_frozen_money();
create or replace trigger pool_allocations_frozen before update of state on pool_allocations
  for each row when (new.state = 'approved' and old.state <> 'approved') execute function refuse_frozen_money();
create or replace trigger fund_spendings_frozen before update of state on fund_spendings
  for each row when (new.state = 'approved' and old.state <> 'approved') execute function refuse_frozen_money();
create or replace trigger needs_frozen before update of state on needs
  for each row when (new.state = 'published' and old.state <> 'published') execute function refuse_frozen_money();
