-- One row: how many names of one kind (from :first to before :beyond) are tied to a name, counted to :enough.
select count(*) from (
    select 1 from links
    where site = :site and from_name = :name and to_name >= :first and to_name < :beyond
    limit :enough
)
