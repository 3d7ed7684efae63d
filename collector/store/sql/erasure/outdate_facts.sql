-- One row: the site, if someone who stays was tied to someone erased: its facts are then computed again as a whole.
update facts_rules
set fingerprint = ''
where site = :site and exists (
    select 1
    from links
    where site = :site
        and from_name in (select value from json_each(:names))
        and to_name not in (select value from json_each(:names))
)
