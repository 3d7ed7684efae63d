-- One row: two names, at least one of them of the list :names, that some event ties together, in one direction.
insert or ignore into links (site, from_name, to_name)
with
named_events as (
    select
        {% include "ties/names_of_event.sql" %}
    from json_each(:names) n
    cross join events e on e.site = :site and e.visitor = substr(n.value, 3)
    where n.value >= 'v:' and n.value < 'v;'
    union
    select
        {% include "ties/names_of_event.sql" %}
    from json_each(:names) n
    cross join events e on e.site = :site and e.user_id = substr(n.value, 3)
    where n.value >= 'u:' and n.value < 'u;'
    union
    select
        {% include "ties/names_of_event.sql" %}
    from json_each(:names) n
    cross join events e on e.site = :site and e.order_id = substr(n.value, 3)
    where n.value >= 'o:' and n.value < 'o;'
),
{% include "ties/pairs.sql" %}
select site, one, other from pairs
union
select site, other, one from pairs
