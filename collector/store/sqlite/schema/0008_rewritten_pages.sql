-- Whether all pages of the file were written anew since an erasure: the gaps of a page may keep copies of what stood on it
-- before the page was split. An erasure is complete when this and `purged` are 1.
alter table erasures add column rewritten integer not null default 0;
