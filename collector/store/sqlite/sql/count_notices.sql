-- One row: one kind of fault in the events of a site and day, counted, with the latest event it was found in. Counts of
-- kinds that are known already grow; of new ones there is room for two hundred a day.
insert into notices (site, day, type, field, code, outcome, events, example)
select
    value ->> 0 as site,
    value ->> 1 as day,
    value ->> 2 as type,
    value ->> 3 as field,
    value ->> 4 as code,
    value ->> 5 as outcome,
    count(*),
    max(value ->> 6)
from jsonb_each(cast(:rows as text))
where exists (
        select 1
        from notices n
        where n.site = value ->> 0 and n.day = value ->> 1 and n.type = value ->> 2
            and n.field = value ->> 3 and n.code = value ->> 4 and n.outcome = value ->> 5
    )
    or (select count(*) from notices n where n.site = value ->> 0 and n.day = value ->> 1) < 200
group by 1, 2, 3, 4, 5, 6
on conflict (site, day, type, field, code, outcome) do update set
    events = events + excluded.events,
    example = excluded.example
