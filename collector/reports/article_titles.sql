-- One row: one title that views of one item's page had in the period, and when it had it last.
select page_item as item, title, max(ts) as latest
from views
where site = :site and bot = 0 and ts >= :from_ts and ts < :until_ts and page_item is not null and title is not null
group by page_item, title
order by page_item, max(ts), title
