-- A search document follows its event a moment later: what was kept in between shows the list of before. So the index speaks up as well.
create or replace function notify_search_changed() returns trigger
language plpgsql as $$
begin
  perform pg_notify('page_changed', 'search');
  return null;
end
$$;

create or replace trigger search_documents_page_changed
  after insert or update on search_documents
  for each statement execute function notify_search_changed();
