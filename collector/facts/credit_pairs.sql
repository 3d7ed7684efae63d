-- One row: one person whose conversions, times the deliveries that may have led to each, are more than :max_pairs. Counted by
-- stretches as long as the window: a conversion may go back to deliveries of its own stretch and of the one before.
with
conversions as (
    select person, ts - ts % :window_ms as stretch, count(*) as conversions
    from scoped_conversions
    group by person, ts - ts % :window_ms
),
deliveries as (
    select person, delivered_at - delivered_at % :window_ms as stretch, count(*) as deliveries
    from scoped_impressions
    where delivered_at is not null and ghost = 0
    group by person, delivered_at - delivered_at % :window_ms
),
pairs as (
    select c.person as person, c.conversions * d.deliveries as pairs
    from conversions c
    join deliveries d on d.person = c.person and d.stretch = c.stretch
    union all
    select c.person as person, c.conversions * d.deliveries as pairs
    from conversions c
    join deliveries d on d.person = c.person and d.stretch = c.stretch - :window_ms
)
select person from pairs group by person having sum(pairs) > :max_pairs order by person
