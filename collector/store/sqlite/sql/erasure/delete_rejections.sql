-- One row: one refused event of those named by number.
delete from rejected_events
where rejection in (select value from json_each(:rejections))
