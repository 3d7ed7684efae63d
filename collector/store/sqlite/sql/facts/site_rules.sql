-- One row: one site with all that its facts depend on besides its events, and the rules they were last computed by.
select
    s.site as site,
    s.time_zone as time_zone,
    s.currency as currency,
    coalesce((
        select group_concat(rate_line, ';') from (
            select r.currency || r.rate_date || r.rate as rate_line
            from rates r where r.site = s.site order by r.currency, r.rate_date
        )
    ), '') as rates,
    s.settings as settings,
    f.fingerprint as fingerprint
from sites s
left join facts_rules f on f.site = s.site
