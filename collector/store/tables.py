"""The tables that SQL outside the store reads, which an engine has to have.

`STORED` is read by reports and commands (`Store.query`) and by whoever keeps facts (`FactsEngine.query`), with the
columns of `sqlite/schema`. `LAID_OUT` are the events that `FactsEngine.compute` is about, for the steps of a plan, with
the columns of `sqlite/sql/scope/create.sql`. Besides these there is a table for each fact of the plan.
"""

from __future__ import annotations

STORED = frozenset(
    (
        *("events", "event_items", "contexts", "pages", "sites", "links", "rejected_origins", "notices"),
        *("imports", "imported_ranges", "facts_done", "facts_failed"),
    )
)
LAID_OUT = frozenset(
    (
        *("scope_shared_accounts", "scope_shared_devices"),
        *("scoped_events", "scoped_lines", "scoped_shown_items", "scoped_rates"),
    )
)
