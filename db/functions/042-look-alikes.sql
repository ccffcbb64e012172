-- Whether two pictures look the same (D7): the whole of one against the whole or a crop of the other, at most p_distance of 64 bits apart.
create or replace function look_alike(one text[], other text[], p_distance int) returns boolean language sql immutable as $$
  select one is not null and other is not null and (
    exists (select from unnest(other) hash where bit_count(('x' || one[1])::bit(64) # ('x' || hash)::bit(64)) <= p_distance)
    or exists (select from unnest(one) hash where bit_count(('x' || other[1])::bit(64) # ('x' || hash)::bit(64)) <= p_distance))
$$;

-- Persons who may be on file twice are looked for by their birthday (D7).
create index if not exists household_members_birth on household_members (birth_date);
