-- The log of erasures is in the database too, so that every process and every copy of the database knows who was erased:
-- one line of the file beside the database, with keyed digests in place of names.
alter table erasures add column entry text;
