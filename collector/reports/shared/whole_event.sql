-- Part of a query: an event `e` as it is stored, with its page `p` and its context `c`.
    e.*,
    p.url as page_url,
    p.title as page_title,
    p.referrer as page_referrer,
    p.item as page_item,
    c.user_agent as context_user_agent,
    c.language as context_language,
    c.screen as context_screen,
    c.viewport as context_viewport,
    c.time_zone as context_time_zone,
    c.country as context_country,
    c.city as context_city,
    c.automated as context_automated
