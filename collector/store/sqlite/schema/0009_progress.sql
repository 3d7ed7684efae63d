-- One row: when the process that computes facts last finished a piece of its work (epoch ms; 0: never).
create table facts_progress (
    only_row integer primary key check (only_row = 1),
    worked_at integer not null
) strict;
insert into facts_progress values (1, 0);
