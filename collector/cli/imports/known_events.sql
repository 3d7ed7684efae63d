-- One row: one id, of `ids` of them, that an event of this site already has.
select id
from events
where site = :site and trust = :trust and id in ({% for nth in range(ids) %}{{ ", " if nth }}:id_{{ nth }}{% endfor %})
