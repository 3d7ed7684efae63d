-- One row: one erasure this database has now been through.
insert or ignore into erasures (erasure, erased_at)
values (:erasure, :erased_at)
