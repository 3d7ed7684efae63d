-- One row: the numbers of the newest event and of the newest rejected one, and when the newer of the two was received.
select
    coalesce((select seq from sqlite_sequence where name = 'events'), 0) as seq,
    coalesce((select seq from sqlite_sequence where name = 'rejected_events'), 0) as rejection,
    max(
        coalesce((select received_at from events order by seq desc limit 1), 0),
        coalesce((select received_at from rejected_events order by rejection desc limit 1), 0)
    ) as received_at
