-- One row less: one kind of fault of long ago, or beyond the most frequent ones of its site and day.
delete from notices
where day < date('now', '-' || :days || ' days')
    or (site, day, type, field, code, outcome) in (
        select site, day, type, field, code, outcome
        from (
            select *, row_number() over (partition by site, day order by events desc, type, field, code, outcome) as place
            from notices
        )
        where place > :kept
    )
