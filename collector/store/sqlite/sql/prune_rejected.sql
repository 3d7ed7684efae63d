-- One row less: one rejected event of a site beyond the :kept newest ones.
delete from rejected_events
where site = :site and rejection <= (
    select rejection from rejected_events where site = :site order by rejection desc limit 1 offset :kept
)
