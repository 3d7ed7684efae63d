-- One row: two names that some event of (:after, :upto] ties together, in one direction.
with
named_events as (
    select distinct
        {% include "ties/names_of_event.sql" %}
    from events e
    where e.seq > :after and e.seq <= :upto
),
{% include "ties/pairs.sql" %}
select site, one as from_name, other as to_name from pairs
union
select site, other as from_name, one as to_name from pairs
