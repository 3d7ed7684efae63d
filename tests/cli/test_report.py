"""`beheld report`: the same figures as over HTTP, in the terminal."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from wcwidth import width as width_of

from collector.cli.report_text import COLUMNS, table_text
from collector.present.tables import flat
from collector.reports.metrics import METRICS
from collector.store import SqliteStore
from tests.cli.running import Beheld, jsonl
from tests.reports.experiments.building import a_document, a_phase

START = 1_767_348_000_000
PERIOD = ("--from", "2026-01-01", "--to", "2026-01-31")


@pytest.fixture
def visited(shop: Beheld, tmp_path: Path) -> Beheld:
    """The shop after one visitor saw an action of a hostile name and clicked it."""
    shown = {"visitor_id": "ann", "view_id": "v", "action": "=1+1"}
    shop(
        "import",
        jsonl(
            tmp_path / "events.jsonl",
            {"type": "execute", "ts": START, "kind": "banner", **shown},
            {"type": "deliver", "ts": START + 1000, **shown},
            {"type": "click", "ts": START + 2000, **shown},
        ),
    )
    return shop


def test_a_report_in_lines(visited: Beheld) -> None:
    output = visited("report", "actions", *PERIOD).out
    assert "actions of shop, 2026-01-01 to 2026-01-31 (UTC), money in EUR" in output
    assert "100.0%" in output


@pytest.mark.parametrize("name", list(COLUMNS))
@pytest.mark.parametrize("columns", [80, 120])
def test_a_report_fits_the_terminal(visited: Beheld, monkeypatch: pytest.MonkeyPatch, name: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = visited("report", name, *PERIOD).out.splitlines()
    assert max(map(len, lines)) <= columns
    assert lines[0].startswith(f"{name} of shop")


def test_the_first_figure_is_there_however_narrow_the_terminal_is(
    visited: Beheld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    assert visited("report", "actions", *PERIOD).out.split("\n\n")[1].splitlines() == [
        "action  delivered",
        "=1+1            1",
    ]


@pytest.mark.parametrize("columns", [80])
def test_long_names_and_sentences_fit_the_terminal_too(
    shop: Beheld, store: SqliteStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    action, view = "a-" + "long-" * 20, "00000000-0000-4000-8000-000000000001"
    shown = {"visitor_id": "ann", "view_id": view, "action": action, "campaign": "c-" + "wide" * 20}
    events = [
        {"type": "execute", "ts": START, "kind": "banner", **shown},
        {"type": "deliver", "ts": START + 1, **shown},
    ]
    shop("import", jsonl(tmp_path / "long.jsonl", *events))
    shop(
        "cost",
        "set",
        "long",
        "--campaign",
        shown["campaign"],
        "--amount",
        "10",
        "--from",
        "2026-01-01",
        "--to",
        "2026-01-31",
    )
    store.put_definition(1, "experiments", "hero", a_document(name="Long " * 30, phases=[a_phase(begin=START)]))
    for name in (*COLUMNS, "experiments"):
        for more in ([], ["--by", "page"] if name == "actions" else [], ["hero"] if name == "experiments" else []):
            lines = shop("report", name, *more, *(PERIOD if name != "experiments" else ())).out.splitlines()
            assert max(map(len, lines)) <= columns, max(lines, key=len)


def test_names_give_way_to_the_first_figure() -> None:
    rows = [{"action": "a" * 40, "item": "i" * 30, "title": "short", "delivered": 1, "clicks": 2}]
    head, line, _, more = table_text(rows, ("delivered", "clicks"), "EUR", width=80).splitlines()
    assert head.split() == ["action", "item", "title", "delivered"]
    assert line.split() == [f"{'a' * 29}…", "i" * 30, "short", "1"]
    assert more == "1 more column and names that were cut short: see --wide, --csv or --json."
    assert table_text(rows, ("delivered",), "EUR", wide=True).splitlines()[1].split()[0] == "a" * 40


def test_characters_that_take_two_columns_count_twice() -> None:
    rows = [{"action": "夏のセールのお知らせ" * 4, "item": "茶", "delivered": 1, "clicks": 2}]
    lines = table_text(rows, ("delivered", "clicks"), "EUR", width=40).splitlines()[:2]
    assert [width_of(line) for line in lines] == [40, 40]
    assert "…  茶" in lines[1]


def test_wide_shows_every_column(visited: Beheld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    row = visited("report", "actions", *PERIOD, "--json").json["rows"][0]
    narrow = visited("report", "actions", *PERIOD).out
    assert f"{len(row) - 4} more columns: see --wide" in narrow
    wide = visited("report", "actions", *PERIOD, "--wide").out
    assert wide.split("\n\n")[1].splitlines()[0].split() == list(row)
    assert "more columns" not in wide


def test_a_change_stands_beside_its_figure(visited: Beheld) -> None:
    output = visited("report", "actions", "--from", "2026-01-02", "--to", "2026-01-02", "--compare", "previous").out
    assert "1 (+1 ~)" in output
    assert "Changes are against 2026-01-01 to 2026-01-01; those with ~ are within noise." in output
    assert "prior" not in output


def test_a_series_has_the_figures_of_its_report(visited: Beheld) -> None:
    days = visited("report", "series", *PERIOD, "--of", "actions").out.splitlines()
    assert days[2].split()[:2] == ["date", "delivered"]
    assert days[4].split()[:2] == ["2026-01-02", "1"]


def test_the_columns_of_the_terminal_are_figures_of_the_report(visited: Beheld) -> None:
    for name, columns in COLUMNS.items():
        rows = visited("report", name, *PERIOD, "--json").json["rows"]
        assert {column for column in columns if rows and column in flat(rows[0])} or not rows, name
    known = {column.rpartition(".")[2] for columns in COLUMNS.values() for column in columns}
    others = {"reason", "state", "scope", "id", "name", "complete", "compared_with", "verdict", "pays"}
    others |= {"difference", "comparable", "experiment", "variation"}
    assert known - set(METRICS) == others


def test_the_same_for_programs(visited: Beheld) -> None:
    answer = visited("report", "actions", *PERIOD, "--json").json
    assert [(row["action"], row["ctr"]) for row in answer["rows"]] == [("=1+1", 1.0)]


def test_csv_that_no_spreadsheet_takes_for_a_formula(visited: Beheld) -> None:
    (row,) = csv.DictReader(io.StringIO(visited("report", "actions", *PERIOD, "--csv").out))
    assert (row["action"], row["executed"]) == ("'=1+1", "1")


def test_days_by_default_are_the_last_thirty_with_today(visited: Beheld, tmp_path: Path) -> None:
    assert "Nothing happened in this period." in visited("report", "actions").out
    now = int(datetime.now(UTC).timestamp() * 1000)
    visited(
        "import", jsonl(tmp_path / "now.jsonl", {"type": "page_view", "ts": now, "visitor_id": "b", "view_id": "w"})
    )
    answer = visited("report", "visits", "--json").json
    assert (answer["total"]["sessions"], answer["period"]["to"]) == (1, datetime.now(UTC).date().isoformat())


def test_money_has_the_decimals_of_its_currency(visited: Beheld, tmp_path: Path) -> None:
    order = {
        "type": "purchase",
        "visitor_id": "ann",
        "currency": "EUR",
        "items": [{"item": "x", "price": "1234.567891"}],
    }
    visited("import", jsonl(tmp_path / "order.jsonl", {**order, "ts": START + 3000}))
    output = visited("report", "goals", *PERIOD).out
    assert "1,234.57" in output
    assert "1234.567891" in visited("report", "goals", *PERIOD, "--csv").out


@pytest.mark.parametrize(
    ("wrong", "output"),
    [
        (("nonsense",), "nonsense"),
        (("actions", "--from", "yesterday"), "Not a day: write it as 2026-01-31."),
        (("actions", "--window", "soon"), "Not a window"),
        (("actions", "--segment", "colour:red"), "Write DIMENSION:VALUE"),
        (("visits", "--by", "item"), "recommendations"),
    ],
)
def test_a_mistake_is_answered_with_what_is_allowed(visited: Beheld, wrong: tuple[str, ...], output: str) -> None:
    mistaken = visited("report", *wrong, code=2)
    assert output in mistaken.err
    assert "Traceback" not in mistaken.err


@pytest.fixture
def tested(shop: Beheld, store: SqliteStore) -> Beheld:
    """The shop with an experiment of a hostile name that nobody has taken part in."""
    store.put_definition(1, "experiments", "hero", a_document(name="He\x1bro", phases=[a_phase(begin=START)]))
    return shop


def test_experiments_say_a_sentence_first(tested: Beheld) -> None:
    lines = tested("report", "experiments").out.splitlines()
    assert lines[0].startswith("hero: nothing to see yet")
    assert lines[2].split()[:2] == ["experiment", "verdict"]
    output = tested("report", "experiments", "hero").out
    assert output.startswith("He?ro: nothing to see yet")
    assert "yes  sample ratio" in output
    assert "NO   conversions: 100 conversions in each arm; the smaller has 0." in output
    assert tested("report", "experiments", "hero", "--json").json["verdict"]["verdict"] == "collecting"
    assert tested("report", "experiments", "hero", "--csv").out.startswith("variation,")


def test_incremental_revenue_says_a_sentence_before_its_table(tested: Beheld) -> None:
    lines = tested("report", "incremental", *PERIOD).out.splitlines()
    assert lines[2] == "banner: cannot tell yet: nobody who can be compared has a window that is over"
    assert lines[4].split()[:3] == ["scope", "id", "incremental_revenue"]
    assert tested("report", "incremental", *PERIOD, "--csv").out.startswith("scope,id,name,")


def test_a_report_without_experiments_and_wrong_questions(shop: Beheld) -> None:
    assert shop("report", "experiments").out == "There are no experiments yet.\n"
    assert "There is no experiment 'hero'" in shop("report", "experiments", "hero", code=2).err
    assert "takes no ID" in shop("report", "visits", "hero", code=2).err
    assert "from" in shop("report", "experiments", "--from", "2026-01-01", code=2).err
