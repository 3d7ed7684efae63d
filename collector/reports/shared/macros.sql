{#
What the queries about a period share: how they group by a dimension and how they are narrowed, as their shape says.
Only names that are written in these files reach the text of a query; values are bound.

A page is the one that a session landed on, unless a query names the column of another.
#}

{% macro dimension(name, page) -%}
{{ {
    "page": page,
    "referrer": "s.referrer_host",
    "landing_page": "s.landing_page",
    "device": "s.device",
    "browser": "s.browser",
    "os": "s.os",
    "country": "s.country",
    "city": "s.city",
    "source": "s.source",
    "medium": "s.medium",
    "utm_campaign": "s.utm_campaign",
    "variation": "nullif(i.variation, '')",
    "new_or_returning": "case when s.is_new = 1 then 'new' when s.is_new = 0 then 'returning' end",
}[name] }}
{%- endmacro %}

{# The column that a report groups by. #}
{% macro by_value(page="s.landing_page") -%}
{{ dimension(shape.by, page) if shape.by else "null" }} as by_value
{%- endmacro %}

{# The same once more, to group by: nothing, unless there is a dimension. #}
{% macro and_by_value() -%}
{{ ", by_value" if shape.by }}
{%- endmacro %}

{# And in an order: last of all. #}
{% macro then_by_value() -%}
{{ ", case when by_value is null then 0 else 1 end, by_value" if shape.by }}
{%- endmacro %}

{# The session of a row, where something of it is grouped by or narrowed to; `own_page`: the page is one of the row itself. #}
{% macro session_of(row, own_page=false) -%}
{% set named = shape.segments | map("first") | list + [shape.by or "page"] %}
{% if (shape.by or shape.segments) and not (own_page and named | unique | list == ["page"]) -%}
left join sessions s
        on s.site = {{ row }}.site and s.visitor = {{ row }}.session_visitor and s.started_at = {{ row }}.session_started_at
{%- endif %}
{%- endmacro %}

{# A condition on one column, for queries that name a value for it. #}
{% macro filter(name, column) -%}
{% if name in shape.filters %}and {{ column }} = :{{ name }}{% endif %}
{%- endmacro %}

{# The impressions of the campaign that is named: those sent with it, and those sent with none of actions registered in it. #}
{% macro in_campaign(impression) -%}
{% if "campaign" in shape.filters -%}
and ({{ impression }}.campaign = :campaign
{%- if shape.campaign_actions %} or ({{ impression }}.campaign is null and {{ registered(impression) }}){% endif %})
{%- endif %}
{%- endmacro %}

{# Actions registered in the campaign. #}
{% macro registered(row) -%}
{{ row }}.action in ({% for nth in range(shape.campaign_actions) %}{{ ", " if nth }}:campaign_action_{{ nth }}{% endfor %})
{%- endmacro %}

{# One of the reasons that the query looks for, if it looks for some only. #}
{% macro one_of_reasons(column) -%}
{% if shape.reasons -%}
and {{ column }} in ({% for nth in range(shape.reasons) %}{{ ", " if nth }}:reason_{{ nth }}{% endfor %})
{%- endif %}
{%- endmacro %}

{# All segments hold, each by any of its values; an empty value stands for what is not known. #}
{% macro segments(page="s.landing_page") -%}
{% for name, values in shape.segments -%}
and coalesce({{ dimension(name, page) }}, '') in (:{{ name }}
{%- for nth in range(1, values) %}, :{{ name }}_{{ nth }}{% endfor %}){{ " " }}
{%- endfor %}
{%- endmacro %}

{# Whether an impression with a measurement was seen by the thresholds of the query. #}
{% macro seen_enough(impression) -%}
{{ impression }}.max_fraction >= :min_fraction and coalesce({{ impression }}.longest_ms, 0) >= :min_ms
{%- endmacro %}

{# The sum of products, which may be larger than any integer: as a float, where 1.0 * x is a decimal to some engines. #}
{% macro sum_of_products(one, other) -%}
sum(cast({{ one }} as double precision) * ({{ other }}))
{%- endmacro %}

{# What the variances of figures on visits take, of persons: sums of squares and products of these three columns. #}
{% macro visit_sums(named, sessions="sessions", page_views="page_views", duration_ms="duration_ms") -%}
{{ sum_of_products(sessions, sessions) }} as {{ named }}sessions_squares,
        {{ sum_of_products(page_views, page_views) }} as {{ named }}page_views_squares,
        {{ sum_of_products(page_views, sessions) }} as {{ named }}page_views_times_sessions,
        {{ sum_of_products(duration_ms, duration_ms) }} as {{ named }}duration_ms_squares,
        {{ sum_of_products(duration_ms, sessions) }} as {{ named }}duration_ms_times_sessions
{%- endmacro %}

{# Orders since a moment, of the segment of the session of the first order of all of whoever ordered. #}
{% macro orders_since(begin) -%}
from orders o
    {% if shape.segments %}
    join persons p on p.site = :site and p.person = o.person
    left join sessions s
        on s.site = :site and s.visitor = p.first_order_visitor and s.started_at = p.first_order_session
    {% endif %}
    where o.site = :site and o.bot = 0 and o.excluded = 0 and o.ts >= :{{ begin }} and o.ts < :until_ts
        {{ segments() }}
{%- endmacro %}
