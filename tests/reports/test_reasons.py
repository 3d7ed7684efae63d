"""The main reason of each action is the first of the whole report's."""

from __future__ import annotations

from hypothesis import given

from collector.event import Event
from collector.reports.delivery.reasons import main_reasons
from collector.reports.registry import REPORTS
from tests.facts.streams import streams
from tests.reports.test_invariants import filled, real_files


@real_files
@given(events=streams)
def test_the_main_reason_is_the_most_frequent_of_the_report(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        first: dict[str, tuple[int, list[str]]] = {}
        for row in REPORTS["delivery"](store, report_query).rows:
            most, reasons = first.setdefault(row["action"], (row["impressions"], []))
            if row["impressions"] == most:
                reasons.append(row["reason"])
        found = main_reasons(store, report_query)
        assert found.keys() == first.keys()
        assert all(found[action] in reasons for action, (_, reasons) in first.items())
