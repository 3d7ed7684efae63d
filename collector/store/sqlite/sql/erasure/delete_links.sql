-- One row: one tie to an erased name.
delete from links
where site = :site and (
    from_name in (select value from json_each(:names))
    or to_name in (select value from json_each(:names))
)
