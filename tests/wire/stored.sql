-- One row: one stored event, with its page and with who sent it.
select
    events.*,
    pages.url,
    pages.title,
    contexts.user_agent,
    contexts.language,
    contexts.screen,
    contexts.viewport,
    contexts.time_zone,
    contexts.country,
    contexts.city,
    contexts.automated
from events
left join pages on pages.page = events.page
left join contexts on contexts.context = events.context
order by events.seq
