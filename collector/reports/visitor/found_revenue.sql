-- One row: what a person paid for that was found through a widget, net of refunds.
select coalesce(sum(net_micros), 0) as found_micros
from order_lines
where site = :site and person = :person and excluded = 0 and ts - found_at <= :found_within_ms
