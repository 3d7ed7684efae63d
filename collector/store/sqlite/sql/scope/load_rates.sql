-- One row: what one currency was worth from one local date on.
insert into scoped_rates
select currency, rate_date, rate from rates where site = :site
