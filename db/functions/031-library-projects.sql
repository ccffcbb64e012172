-- 项目库 (S100), past the application, too: states move along the table only, a text is fixed once it was handed in, an approval names the
-- budget it approves, money follows the approved version, and nothing is accepted without its record.

-- The total of the latest approved version, in fen; 0 where none was.
create or replace function library_budget_fen(p_project_id uuid) returns bigint language sql stable as $$
  select coalesce((select total_fen from library_budgets where project_id = p_project_id and approved_at is not null
    order by number desc limit 1), 0)
$$;

-- What funds have paid for it, in fen.
create or replace function library_spent_fen(p_project_id uuid) returns bigint language sql stable as $$
  select coalesce(sum(amount_fen), 0)::bigint from fund_spendings where project_id = p_project_id and state = 'approved'
$$;

create or replace function guard_library_project() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a project of the library is never deleted' using errcode = '23514', constraint = 'library_projects_kept';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'drafted' then
      raise exception 'a project begins as a draft' using errcode = '23514', constraint = 'library_projects_states';
    end if;
    return new;
  end if;
  if old.state not in ('drafted', 'returned') and row(new.region_code, new.title, new.purpose, new.description, new.planned_from, new.planned_to)
      is distinct from row(old.region_code, old.title, old.purpose, old.description, old.planned_from, old.planned_to)
    or row(new.id, new.public_code, new.applied_by, new.is_demo) is distinct from row(old.id, old.public_code, old.applied_by, old.is_demo) then
    raise exception 'a project stays as it was handed in' using errcode = '23514', constraint = 'library_projects_fixed';
  end if;
  if new.state = old.state then
    if row(new.checked_by, new.reserved_by, new.approved_by, new.accepted_by, new.announced_by, new.document_number)
      is distinct from row(old.checked_by, old.reserved_by, old.approved_by, old.accepted_by, old.announced_by, old.document_number) then
      raise exception 'who took a step stays' using errcode = '23514', constraint = 'library_projects_fixed';
    end if;
    return new;
  end if;
  if not (old.state, new.state) in (('drafted', 'submitted'), ('returned', 'submitted'), ('submitted', 'checked'), ('submitted', 'returned'),
      ('checked', 'returned'), ('submitted', 'rejected'), ('checked', 'rejected'), ('checked', 'reserved'), ('reserved', 'approved'),
      ('reserved', 'removed'), ('approved', 'under_way'), ('approved', 'removed'), ('under_way', 'accepted'), ('accepted', 'announced')) then
    raise exception 'a project does not go from % to %', old.state, new.state using errcode = '23514', constraint = 'library_projects_states';
  end if;
  if new.state = 'approved' and library_budget_fen(new.id) = 0 then
    raise exception 'an approval names its budget' using errcode = '23514', constraint = 'library_projects_budget';
  end if;
  if new.state = 'accepted' and not exists (select from library_acceptances where project_id = new.id) then
    raise exception 'an acceptance needs its record' using errcode = '23514', constraint = 'library_projects_acceptance';
  end if;
  if new.state in ('removed', 'accepted') and exists (select from fund_spendings where project_id = new.id and state = 'proposed')
    or new.state = 'removed' and library_spent_fen(new.id) > 0 then
    raise exception 'a project with money stays in the library' using errcode = '23514', constraint = 'library_projects_money';
  end if;
  return new;
end;
$$;

create or replace trigger library_projects_guard before insert or update or delete on library_projects
  for each row execute function guard_library_project();

-- A version stays as it was proposed; it is decided once, and never below what funds have paid or are about to pay.
create or replace function guard_library_budget() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a version of a budget is never deleted' using errcode = '23514', constraint = 'library_budgets_kept';
  end if;
  if tg_op = 'INSERT' then
    if new.approved_at is not null or new.refused_at is not null then
      raise exception 'a version is proposed before it is decided' using errcode = '23514', constraint = 'library_budgets_fixed';
    end if;
    return new;
  end if;
  if old.approved_at is not null or old.refused_at is not null
    or row(new.id, new.project_id, new.number, new.total_fen, new.reason, new.proposed_by, new.proposed_at)
      is distinct from row(old.id, old.project_id, old.number, old.total_fen, old.reason, old.proposed_by, old.proposed_at) then
    raise exception 'a version of a budget stays as it is' using errcode = '23514', constraint = 'library_budgets_fixed';
  end if;
  if new.approved_at is not null then
    perform from library_projects where id = new.project_id for update;
    if exists (select from library_budgets where project_id = new.project_id and number > new.number)
      or not exists (select from library_projects where id = new.project_id and state in ('reserved', 'approved', 'under_way')) then
      raise exception 'only the latest version of an open project is approved' using errcode = '23514', constraint = 'library_budgets_latest';
    end if;
    if new.total_fen < (select coalesce(sum(amount_fen), 0) from fund_spendings
        where project_id = new.project_id and state in ('proposed', 'approved')) then
      raise exception 'the budget would be less than was spent' using errcode = '23514', constraint = 'library_budgets_spent';
    end if;
  end if;
  return new;
end;
$$;

create or replace trigger library_budgets_guard before insert or update or delete on library_budgets
  for each row execute function guard_library_budget();

-- The lines of a version sum to its total: at commit, whoever writes either.
create or replace function check_library_budget_lines() returns trigger language plpgsql as $$
declare
  budget uuid := case tg_table_name when 'library_budgets' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'budget_id' end;
begin
  if (select coalesce(sum(quantity * unit_price_fen), 0) from library_budget_lines where budget_id = budget)
    is distinct from (select total_fen::numeric from library_budgets where id = budget) then
    raise exception 'the lines of a budget sum to its total' using errcode = '23514', constraint = 'library_budgets_lines';
  end if;
  return null;
end;
$$;

drop trigger if exists library_budgets_lines on library_budgets;
create constraint trigger library_budgets_lines after insert on library_budgets
  deferrable initially deferred for each row execute function check_library_budget_lines();
drop trigger if exists library_budget_lines_sum on library_budget_lines;
create constraint trigger library_budget_lines_sum after insert on library_budget_lines
  deferrable initially deferred for each row execute function check_library_budget_lines();

-- Nobody even proposes money of a fund without its project in the fund's own place. Spendings of before the library stay as they were.
create or replace function guard_spending_project() returns trigger language plpgsql as $$
declare
  fund funds%rowtype;
begin
  select * into strict fund from funds where id = new.fund_id;
  if fund.is_operating then
    if new.project_id is not null then
      raise exception 'work expenses are no project' using errcode = '23514', constraint = 'fund_spendings_library';
    end if;
    return new;
  end if;
  if not exists (select from library_projects where id = new.project_id and state in ('approved', 'under_way')
      and left(region_code, length(fund.region_code)) = fund.region_code) then
    raise exception 'money of a fund goes to an approved project of the library' using errcode = '23514', constraint = 'fund_spendings_library';
  end if;
  return new;
end;
$$;

create or replace trigger fund_spendings_library before insert on fund_spendings for each row execute function guard_spending_project();
