-- Part of a query: what ties an event `e` to others.
e.site as site, e.visitor as visitor, e.user_id as user_id, e.order_id as order_id,
case when e.type = 'refund' then json_extract(e.body, '$.refund_id') end as refund_id
