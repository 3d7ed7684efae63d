-- One row: one rate of a site.
select
    currency,
    rate_date,
    rate
from rates
where site = :site
order by currency, rate_date
