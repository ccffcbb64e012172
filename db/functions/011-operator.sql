-- Who acts as the owner of the tables is the operator (migrations, the seed, commands of the shell); everybody else is held to the rules of
-- the site, whatever the role is called. So neither another DATABASE_ROLE nor a renamed role opens what the operator alone may do (A3).
create or replace function is_operator() returns boolean language sql stable as $$
  select pg_has_role(current_user, (select relowner from pg_class where oid = 'role_grants'::regclass), 'usage')
$$;
