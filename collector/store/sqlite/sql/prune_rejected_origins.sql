-- One row less: one rejected origin of a site beyond the latest thirty.
delete from rejected_origins
where (site, origin) in (
    select site, origin
    from (
        select site, origin, row_number() over (partition by site order by last_at desc, origin) as place
        from rejected_origins
    )
    where place > 30
)
