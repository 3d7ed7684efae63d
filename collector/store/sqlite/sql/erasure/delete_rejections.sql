-- One row: one rejected event of those named by number.
delete from rejected_events
where rejection in (select value from json_each(:rejections))
