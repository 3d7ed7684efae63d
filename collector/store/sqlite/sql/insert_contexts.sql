-- One row: one combination of browser and place no stored event has pointed at yet.
insert or ignore into contexts (context, user_agent, language, screen, viewport, time_zone, country, city, automated)
select
    value ->> 0,
    value ->> 1,
    value ->> 2,
    value ->> 3,
    value ->> 4,
    value ->> 5,
    value ->> 6,
    value ->> 7,
    value ->> 8
from jsonb_each(cast(:rows as text))
