{#
What the queries about an experiment share. Lists are as long as `shape.experiment` says; their values are bound.
#}

{# A condition on one column: one of the experiment's actions, variations or goals. #}
{% macro one_of(column, name, count) -%}
{{ column }} in ({% for nth in range(1, count + 1) %}{{ ", " if nth > 1 }}:{{ name }}_{{ nth }}{% endfor %})
{%- endmacro %}

{# The phase of somebody: the allocation that was sent with the assignment, else the one whose time holds the moment. #}
{% macro phase_of(allocation, ts) -%}
case
        {% for nth in range(1, shape.experiment.phases + 1) %}
        when {{ allocation }} = :phase_{{ nth }} then :phase_{{ nth }}
        {% endfor %}
        {% for nth in range(1, shape.experiment.phases + 1) %}
        when {{ ts }} >= :phase_from_{{ nth }} and {{ ts }} < :phase_until_{{ nth }} then :phase_{{ nth }}
        {% endfor %}
    end
{%- endmacro %}

{# When a phase began, or ended. #}
{% macro edge_of(edge, phase) -%}
case
        {% for nth in range(1, shape.experiment.phases + 1) %}
        when {{ phase }} = :phase_{{ nth }} then :phase_{{ edge }}_{{ nth }}
        {% endfor %}
    end
{%- endmacro %}

{# Sums over persons whose window is over, of y, of x, of their squares and product. #}
{% macro sums(named, y, x) -%}
sum(case when completed = 1 then {{ y }} else 0 end) as {{ named }}_y,
    sum(case when completed = 1 then cast({{ y }} as double precision) * {{ y }} else 0 end) as {{ named }}_yy,
    sum(case when completed = 1 then {{ x }} else 0 end) as {{ named }}_x,
    sum(case when completed = 1 then cast({{ x }} as double precision) * {{ x }} else 0 end) as {{ named }}_xx,
    sum(case when completed = 1 then cast({{ y }} as double precision) * {{ x }} else 0 end) as {{ named }}_xy
{%- endmacro %}
