"""Local days without zones in SQL."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.store.sqlite.engine import sqlite3
from collector.store.sqlite.scope.zones import offset_case

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia")
moments = st.integers(*(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2005, 2035)))


@pytest.mark.parametrize("zone", ZONES)
@given(seconds=st.lists(moments, min_size=1, max_size=5))
def test_the_offset_in_sql_is_the_zones_at_any_time(zone: str, seconds: list[int]) -> None:
    case = offset_case(zone, min(seconds) * 1000, max(seconds) * 1000)
    connection = sqlite3.connect(":memory:")
    for second in seconds:
        (found,) = connection.execute(f"select {case} from (select {second * 1000} as ts) e").fetchone()
        offset = datetime.fromtimestamp(second, ZoneInfo(zone)).utcoffset()
        assert offset is not None
        assert found == offset.total_seconds() * 1000
    connection.close()
