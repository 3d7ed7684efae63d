-- What was answered to surveys, in one view the last. Like all facts it can be computed again.
create table survey_answers (
    site integer not null,
    person text not null,
    event_id text not null,
    trust integer not null,
    visitor text not null,
    view_id text,
    action text not null,
    variation text not null,
    instrument text not null,
    score integer not null,
    scale integer not null,
    comment_text text,
    answers_json text,
    ts integer not null,
    local_day integer not null,
    page text,
    session_visitor text,
    session_started_at integer,
    bot integer not null,
    primary key (site, person, event_id, trust)
) without rowid;
create index survey_answers_by_time on survey_answers (site, ts);
create index survey_answers_by_view on survey_answers (site, visitor, view_id, action);
insert into sqlite_stat1 (tbl, idx, stat) values
    ('survey_answers', 'survey_answers', '20000 20000 1 1 1'),
    ('survey_answers', 'survey_answers_by_time', '20000 20000 1'),
    ('survey_answers', 'survey_answers_by_view', '20000 20000 1 1 1');
