-- One row: one site.
select
    site,
    name,
    time_zone,
    currency,
    settings
from sites
order by site
