-- One row: one erasure this database has now been through, as it stands in the log.
insert into erasures (erasure, erased_at, entry)
values (:erasure, :erased_at, :entry)
on conflict (erasure) do update set entry = excluded.entry
