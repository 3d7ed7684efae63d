-- One row: one page nothing points at, not even an event that came in since this was looked up.
delete from pages
where page in (select value from json_each(:pages))
    and page not in (select page from events where seq > :seen and page is not null)
