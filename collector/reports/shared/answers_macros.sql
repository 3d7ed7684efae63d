{#
What queries about survey answers share: a person counts once among those that are compared, by the latest answer.
#}

{# The number of an answer among those of its person, instrument and whatever else is named, the latest first. #}
{% macro nth_latest(among) -%}
row_number() over (
            partition by a.person, a.instrument, {{ among }} order by a.ts desc, a.event_id desc, a.trust desc
        ) as nth_latest
{%- endmacro %}

{# What is counted of a group of answers. #}
{% macro counts() -%}
count(*) as answers, sum(case when nth_latest = 1 then 1 else 0 end) as respondents
{%- endmacro %}
