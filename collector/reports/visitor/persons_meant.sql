-- One row: a person that an id may mean, best first: as a person is written (u:17, v:abc), then the user of this id,
-- then whoever used the visitor of this id, the latest user of it first.
select meaning, used_at, used_id, person
from (
    select 0 as meaning, last_seen as used_at, '' as used_id, person
    from persons
    where site = :site and person = :id
    union all
    select 1 as meaning, last_seen as used_at, '' as used_id, person
    from persons
    where site = :site and person = :as_user
    union all
    select 2 as meaning, until_ts as used_at, until_id as used_id, person
    from person_visitors
    where site = :site and visitor = :id
) meanings
order by meaning, used_at desc, used_id desc, person
