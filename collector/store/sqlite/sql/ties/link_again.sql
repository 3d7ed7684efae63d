-- One row: two names, at least one of them of the list :names, that some event ties together, in one direction.
insert or ignore into links (site, from_name, to_name)
with
named_events as (
    {% for kind, column in (("v", "visitor"), ("u", "user_id"), ("o", "order_id")) %}
    select
        {% include "ties/names_of_event.sql" %}
    from json_each(:names) n
    cross join events e on e.site = :site and e.{{ column }} = substr(n.value, 3)
    where n.value >= '{{ kind }}:' and n.value < '{{ kind }};'
    {{ "union" if not loop.last }}
    {% endfor %}
),
{% include "ties/pairs.sql" %}
select site, one, other from pairs
union
select site, other, one from pairs
