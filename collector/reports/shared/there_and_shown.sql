-- Part of a query: conditions on a person `p` who was there in a time, saw or did not see what the query names, and bought
-- something or did not: after first seeing it then, where the query says what was seen, else in that time.
        and p.last_seen >= :since
        and p.first_seen <= :until
        and (
            :active_only = 0
            or p.last_seen <= :until
            or p.first_seen >= :since
            or p.person in (
                select person from sessions where site = :site and started_at >= :since and started_at <= :until
            )
            or p.person in (
                select person from conversions where site = :site and ts >= :since and ts <= :until
            )
        )
        and (
            :seen is null
            or p.person in (
                select person
                from impressions
                where site = :site and action = :seen and state = 'delivered' and variation <> 'control'
                    and executed_at >= :since and executed_at <= :until
            )
        )
        and (
            :not_seen is null
            or p.person in (
                select person
                from impressions
                where site = :site and action = :not_seen and state = 'undelivered' and variation <> 'control'
                    and executed_at >= :since and executed_at <= :until
                    and (:reason is null or coalesce(reason, 'unknown') = :reason)
            )
            or (
                :reason is not null
                and exists (
                    select 1
                    from skips k
                    where k.site = :site and k.person = p.person and k.action = :not_seen and k.reason = :reason
                        and k.ts >= :since and k.ts <= :until
                )
            )
        )
        and (
            :bought is null
            or :bought = (
                select case when count(*) = 0 then 'no' else 'yes' end
                from orders o
                where o.site = :site and o.person = p.person
                    and (
                        (:seen is null and o.ts >= :since and o.ts <= :until)
                        or o.ts >= (
                            select min(coalesce(i.delivered_at, i.executed_at))
                            from impressions i
                            where i.site = :site and i.person = o.person and i.action = :seen and i.state = 'delivered'
                                and i.variation <> 'control' and i.executed_at >= :since and i.executed_at <= :until
                        )
                    )
            )
        )
