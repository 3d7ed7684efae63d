"""The planner knows the shape of every table that holds much, from the first day."""

from __future__ import annotations

from pathlib import Path

from collector.store import open_store

SMALL = {
    "account_sessions",
    "accounts",
    "changes",
    "invitations",
    "roles",
    "shares",
    "facts_due",
    "facts_under_way",
    "contexts",
    "ended_sessions",
    "erasures",
    "facts_failed",
    "imported_ranges",
    "imports",
    "keys",
    "notices",
    "rates",
    "rejected_events",
    "rejected_origins",
    "sites",
    "definitions",
}
UNKNOWN = """
select m.tbl_name, m.name
from pragma_table_list t
join sqlite_schema m on m.tbl_name = t.name and (m.type = 'index' or (m.type = 'table' and t.wr = 1))
left join sqlite_stat1 s on s.tbl = m.tbl_name and s.idx = m.name
where s.stat is null and t.schema = 'main'
"""


def test_every_index_of_a_large_table_has_statistics(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/beheld.db")

    unknown = {(row["tbl_name"], row["name"]) for row in store.query(UNKNOWN)}

    store.close()
    assert {name for table, name in unknown if table not in SMALL} == set()
