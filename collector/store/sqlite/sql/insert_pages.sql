-- One row: one page no stored event has pointed at yet.
insert or ignore into pages (page, site, url, title, referrer, item, path, referrer_host, source, medium, utm_campaign)
select
    value ->> 0,
    value ->> 1,
    value ->> 2,
    value ->> 3,
    value ->> 4,
    value ->> 5,
    value ->> 6,
    value ->> 7,
    value ->> 8,
    value ->> 9,
    value ->> 10
from jsonb_each(cast(:rows as text))
