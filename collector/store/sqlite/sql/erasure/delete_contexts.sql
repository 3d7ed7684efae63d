-- One row: one context nothing points at, not even an event that came in since this was looked up.
delete from contexts
where context in (select value from json_each(:contexts))
    and context not in (select context from events where seq > :seen)
