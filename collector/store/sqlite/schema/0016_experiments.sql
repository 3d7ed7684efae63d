-- Experiments are definitions of their own kind, in place of weights in the settings of a site.

-- Those that assign visitors are read with each request for a site's settings, beside any number that have ended.
create index definitions_of_experiments on definitions (site, json_extract(body, '$.state'), id) where kind = 'experiments';

-- Each experiment that had weights is running, in its first phase, from now on. Its ranges follow the order of names, as
-- the weights did, so that visitors keep their variations; buckets are rounded by largest remainders.
insert into definitions (site, kind, id, body)
with
clock as (select cast((julianday('now') - 2440587.5) * 86400000 as integer) as now),
weights as (
    select s.site as site, e.key as id, v.key as name, v.value as weight
    from sites s, json_each(s.settings, '$.experiments') e, json_each(e.value) v
    where e.type = 'object' and v.type in ('integer', 'real')
),
quotas as (
    select *, weight * 10000.0 / sum(weight) over (partition by site, id) as quota
    from weights
),
rounded_down as (select *, cast(quota as integer) as low from quotas where quota is not null),
ranked as (
    select
        *,
        row_number() over (partition by site, id order by quota - low desc, name <> 'control', name) as place,
        10000 - sum(low) over (partition by site, id) as missing
    from rounded_down
),
counted as (select *, low + case when place <= missing then 1 else 0 end as buckets from ranked),
ranges as (
    select *, sum(buckets) over (partition by site, id order by name rows unbounded preceding) as until
    from counted
    order by site, id, name
)
select
    site,
    'experiments',
    id,
    json_object(
        'state', 'running',
        'salt', id,
        'actions', json('[]'),
        'variations',
        json_group_object(name, json_object('weight', weight, 'description', '', 'revision', 1)),
        'primary_goal', 'purchase',
        'goals', json('[]'),
        'guardrails', json('[]'),
        'window_days', 7,
        'traffic', 1.0,
        'promotion', 'by_hand',
        'value_cap', null,
        'promoted', null,
        'phases',
        json_array(
            json_object(
                'allocation', 1,
                'from', (select now from clock),
                'until', null,
                'buckets',
                json_group_array(json_array(until - buckets, until, name)) filter (where buckets > 0),
                'variations', json_group_object(name, 1),
                'traffic', 1.0,
                'promoted', null
            )
        ),
        'diary',
        json_array(
            json_object(
                'at', (select now from clock),
                'by', 'automatic',
                'text', 'Taken over from the weights that the settings of the site had'
            )
        )
    )
from ranges
group by site, id;

update sites
set settings = json_remove(settings, '$.experiments')
where json_type(settings, '$.experiments') is not null;
