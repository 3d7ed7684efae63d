-- What reports on customers need of persons and of orders, so that they need not look at everything anybody ever did: the first
-- order that has money and the first delivery (of a ghost, where it was one), each with its session; what an order brought
-- that no discount had lowered.
alter table persons add column first_order_at integer;
alter table persons add column first_order_visitor text;
alter table persons add column first_order_session integer;
alter table persons add column first_delivered_at integer;
alter table persons add column first_delivered_action text;
alter table persons add column first_delivered_ghost integer;
alter table persons add column first_delivered_visitor text;
alter table persons add column first_delivered_session integer;
alter table order_lines add column discounted integer not null default 0;
alter table orders add column full_price_micros integer not null default 0;
create index persons_by_first_order on persons (site, first_order_at) where first_order_at is not null;
create index persons_by_first_delivery on persons (site, first_delivered_at) where first_delivered_at is not null;
insert into sqlite_stat1 (tbl, idx, stat) values
    ('persons', 'persons_by_first_order', '150000 150000 1'),
    ('persons', 'persons_by_first_delivery', '250000 250000 1');
