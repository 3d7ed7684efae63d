{#
What the queries on retention share: units of time (months, quarters, years), numbered from 1; where each begins is bound.
#}

{# The number of the unit that holds a moment. #}
{% macro unit_of(ts) -%}
case
        {% for nth in range(shape.units, 0, -1) %}
        when {{ ts }} >= :unit_{{ nth }} then {{ nth }}
        {% endfor %}
    end
{%- endmacro %}

{# When a unit begins. #}
{% macro begin_of(nth) -%}
case {{ nth }}
        {% for each in range(1, shape.units + 1) %}
        when {{ each }} then :unit_{{ each }}
        {% endfor %}
    end
{%- endmacro %}
