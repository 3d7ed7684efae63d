-- Part of a query: conditions on a person `p` who was there in a time, and saw or was not shown what the query names.
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
            )
        )
