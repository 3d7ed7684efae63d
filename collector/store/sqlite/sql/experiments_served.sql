-- One row: one experiment of a site that assigns visitors to variations.
select id, body
from definitions indexed by definitions_of_experiments
where site = :site
    and kind = 'experiments'
    and json_extract(body, '$.state') in ('running', 'promoted')
order by id
