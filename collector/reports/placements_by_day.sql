{% import "shared/macros.sql" as query with context %}
-- One row: one action in the period: what became of it each time it was placed.
-- As placements.sql, for all that happened: read from one index, and who was seen before in the period follows from when it
-- was. The days are one wider than the period, whose moments decide: a day of 25 hours has one of them twice.
with
day_counts as (
    select
        action, ghost, state,
        max(case when kind <> 'other' then kind end) as kind,
        max(case when kind = 'products' then 1 else 0 end) as products,
        max(case when kind = 'articles' then 1 else 0 end) as articles,
        max(campaign) as campaign,
        count(*) as impressions,
        sum(viewable) as viewable,
        sum(case when clicks > 0 then 1 else 0 end) as clicks,
        sum(case when seen_in_session_before < :from_ts then 1 else 0 end) as sessions,
        sum(case when clicks > 0 and clicked_in_session_before < :from_ts then 1 else 0 end) as sessions_clicked,
        sum(case when seen_before < :from_ts then 1 else 0 end) as persons,
        sum(wishlist_adds) as wishlist_adds,
        sum(dismissals) as dismissals
    from impressions
    where site = :site and bot = 0
        and local_day >= :from_day - 86400000 and local_day <= :until_day + 86400000
        and executed_at >= :from_ts and executed_at < :until_ts
        {{ query.filter("action", "action") }}
    group by local_day, action, ghost, state
)
select
    action,
    null as by_value,
    coalesce(max(kind), 'other') as kind,
    max(products) as products,
    max(articles) as articles,
    max(campaign) as campaign,
    sum(case when ghost = 0 then impressions else 0 end) as executed,
    sum(case when ghost = 0 and state = 'delivered' then impressions else 0 end) as delivered,
    sum(case when ghost = 0 and state = 'undelivered' then impressions else 0 end) as undelivered,
    sum(case when ghost = 0 and state = 'unmeasured' then impressions else 0 end) as unmeasured,
    sum(case when ghost = 0 and state = 'delivered' then viewable else 0 end) as viewable,
    sum(case when ghost = 0 and state = 'delivered' then clicks else 0 end) as clicks,
    sum(case when ghost = 0 and state = 'delivered' then sessions else 0 end) as sessions_delivered,
    sum(case when ghost = 0 and state = 'delivered' then sessions_clicked else 0 end) as sessions_clicked,
    sum(case when ghost = 0 and state = 'delivered' then persons else 0 end) as persons_delivered,
    sum(case when ghost = 0 then wishlist_adds else 0 end) as wishlist_adds,
    sum(case when ghost = 0 then dismissals else 0 end) as dismissals,
    sum(case when ghost = 1 then impressions else 0 end) as ghost_executed,
    sum(case when ghost = 1 and state = 'delivered' then impressions else 0 end) as ghost_delivered
from day_counts
group by action
order by action
