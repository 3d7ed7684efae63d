"""`beheld import`: JSON of the past becomes events, or is rejected with its line and the reasons."""

from __future__ import annotations

import gzip
import json
import uuid
from pathlib import Path

import pytest

from collector.event import SECRET
from collector.store import SqliteStore
from tests.cli.running import Beheld, a_goal, jsonl


def counts(output: dict[str, object]) -> tuple[object, ...]:
    return tuple(output[name] for name in ("rows", "accepted", "duplicates", "rejected"))


def test_json_lines_become_events(shop: Beheld, store: SqliteStore, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "events.jsonl", a_goal(id=str(uuid.uuid4())), "", a_goal(goal="brochure"))
    assert counts(shop("import", file, "--json").json) == (2, 2, 0, 0)
    rows = store.query("select name, visitor, ts, trust from events order by seq")
    expected = [("newsletter", "ann", 1_767_348_000_000, SECRET), ("brochure", "ann", 1_767_348_000_000, SECRET)]
    assert [tuple(row) for row in rows] == expected


def test_a_file_is_imported_once_however_often_it_is_imported(shop: Beheld, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "events.jsonl", a_goal(), a_goal(goal="brochure"), a_goal())
    assert counts(shop("import", file, "--json").json) == (3, 2, 1, 0)
    assert counts(shop("import", file, "--json").json) == (3, 0, 3, 0)


def test_the_id_of_a_row_does_not_depend_on_how_its_json_is_written(shop: Beheld, tmp_path: Path) -> None:
    written_otherwise = json.dumps(dict(reversed(a_goal().items())), indent=None, separators=(" , ", " : "))
    file = jsonl(tmp_path / "events.jsonl", a_goal(), written_otherwise)
    assert counts(shop("import", file, "--json").json) == (2, 1, 1, 0)


def test_one_bad_row_costs_only_itself(shop: Beheld, tmp_path: Path) -> None:
    rows = [a_goal(), a_goal(value="much", currency="EUR"), "{not json", '["a", "list"]', a_goal(goal="last")]
    output = shop("import", jsonl(tmp_path / "events.jsonl", *rows), code=1)
    assert "5 rows: 2 stored, 0 duplicates, 3 rejected" in output.out
    assert 'line 2: value must be an amount such as "19.90"' in output.err
    assert "line 3: event is not JSON" in output.err
    assert "line 4: event is not a JSON object" in output.err


def test_programs_get_the_same_as_json(shop: Beheld, tmp_path: Path) -> None:
    output = shop("import", jsonl(tmp_path / "events.jsonl", a_goal(price="1")), "--json", code=1).json
    assert counts(output) == (1, 0, 0, 1)
    assert output["rejections"][0]["line"] == 1
    assert list(output["rejections"][0]["errors"]) == ["price"]


def test_what_is_rejected_can_be_written_to_a_file(shop: Beheld, tmp_path: Path) -> None:
    bad = [a_goal(goal=[number]) for number in range(30)]
    output = shop("import", jsonl(tmp_path / "events.jsonl", *bad), "--rejected-to", "rejected.jsonl", code=1)
    assert "10 more" in output.err
    assert [json.loads(line) for line in Path("rejected.jsonl").read_text().splitlines()] == bad
    reasons = Path("rejected.jsonl.reasons.txt").read_text().splitlines()
    assert (len(reasons), reasons[7]) == (30, "line 8 here, line 8 there: goal must be text, in quotes")


def test_a_list_of_events_is_read_too(shop: Beheld, tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text(
        '[\n{"type": "goal", "ts": 1767348000000, "visitor_id": "ann", "goal": "a"},\n\n{"type": "x"},\n7\n]\n'
    )
    output = shop("import", str(file), "--json", code=1).json
    assert counts(output) == (3, 1, 0, 2)
    assert [rejection["line"] for rejection in output["rejections"]] == [4, 5]


def test_a_list_that_breaks_off_is_read_so_far(shop: Beheld, tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text(json.dumps([a_goal(), a_goal(goal="b")])[:-10])
    assert counts(shop("import", str(file), "--json", code=1).json) == (2, 1, 0, 1)
    file.write_text(json.dumps([a_goal(), a_goal(goal="b")])[:-1] + ",\n")
    assert "without its end" in shop("import", str(file), code=1).err


def test_what_stands_below_a_list_is_read_too(shop: Beheld, tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    lists = [json.dumps([a_goal(goal=f"{n}")], indent=1) for n in range(3)]
    file.write_text("\n".join([*lists, "[]", json.dumps(a_goal(goal="last")), '["a"]']))
    said = shop("import", str(file), "--json", code=1).json
    assert counts(said) == (5, 4, 0, 1)
    assert said["rejections"][0]["line"] == file.read_text().count("\n") + 1


def test_gzipped_files_are_unpacked(shop: Beheld, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(a_goal()).encode()))
    assert counts(shop("import", str(file), "--json").json) == (1, 1, 0, 0)


def test_a_gzipped_file_that_breaks_off_gives_a_sentence(shop: Beheld, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(a_goal()).encode())[:-9])
    assert "ends in the middle" in shop("import", str(file), code=2).err


def test_a_file_that_only_calls_itself_gzipped_gives_a_sentence(shop: Beheld, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "events.jsonl.gz", a_goal())
    assert "gzip" in shop("import", file, code=2).err


def test_standard_input_is_read(shop: Beheld) -> None:
    assert counts(shop("import", "-", "--json", given=json.dumps(a_goal())).json) == (1, 1, 0, 0)


def test_a_try_stores_nothing(shop: Beheld, store: SqliteStore, tmp_path: Path) -> None:
    output = shop("import", jsonl(tmp_path / "events.jsonl", a_goal()), "--dry-run")
    assert "1 would be stored, 0 duplicates, 0 rejected" in output.out
    assert store.query("select * from events") == []


def test_what_may_only_come_with_the_secret_key_may_be_imported(shop: Beheld, tmp_path: Path) -> None:
    refund = {"type": "refund", "ts": 1_500_000_000_000, "order_id": "1001"}
    assert counts(shop("import", jsonl(tmp_path / "events.jsonl", refund), "--json").json) == (1, 1, 0, 0)


@pytest.mark.parametrize("ts", [1_767_348_000, "2999-01-01T00:00:00Z"], ids=["before 2000", "far ahead"])
def test_times_that_cannot_be_meant_are_rejected(shop: Beheld, tmp_path: Path, ts: int | str) -> None:
    output = shop("import", jsonl(tmp_path / "events.jsonl", a_goal(ts=ts)), "--json", code=1).json
    assert list(output["rejections"][0]["errors"]) == ["ts"]


def test_absurd_json_is_rejected_like_any_other(shop: Beheld, tmp_path: Path) -> None:
    rows = [
        '{"type": "goal", "ts": 1767348000000, "visitor_id": "ann", "goal": "g", "value": NaN, "currency": "EUR"}',
        '{"type": "goal", "ts": 1e999, "visitor_id": "ann", "goal": "g"}',
        '{"type": "goal", "ts": 1767348000000, "visitor_id": "\\ud800", "goal": "g"}',
        '{"type": "goal", "ts": 1767348000000, "visitor_id": "ann", "goal": "g", "props": '
        + "[" * 5000
        + "]" * 5000
        + "}",
        '{"type": "goal", "ts": 1767348000000, "visitor_id": "ann", "goal": "g", "trust": "absolute"}',
        '{"type": ["goal"]}',
    ]
    assert counts(shop("import", jsonl(tmp_path / "events.jsonl", *rows), "--json", code=1).json) == (6, 0, 0, 6)


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["nothing.jsonl"], "does not exist"),
        (["."], "is a directory"),
        (["events.jsonl", "--site", "blog"], "no site 'blog'"),
        (["events.jsonl", "--map", "ts"], "FIELD="),
        (["events.jsonl", "--map", "tss=Time"], "no field of an event"),
        (["events.jsonl", "--format", "xml"], "jsonl"),
        (["events.jsonl", "--rejected-to", "no/such/folder"], "No such file"),
    ],
)
def test_mistakes_are_answered_in_a_sentence(shop: Beheld, tmp_path: Path, arguments: list[str], output: str) -> None:
    jsonl(tmp_path / "events.jsonl", a_goal())
    assert output in shop("import", *arguments, code=2).err


def test_an_id_that_is_nobodys_is_left_out_as_it_is_of_what_is_sent(shop: Beheld, tmp_path: Path) -> None:
    shop("site", "set", "shop", "--nobody-id", "9999")
    events = [
        a_goal(user_id="null"),
        a_goal(user_id="9999", goal="b"),
        a_goal(visitor_id=None, user_id="guest", goal="c"),
    ]
    output = shop("import", jsonl(tmp_path / "events.jsonl", *events), "--json", code=1).json
    assert (output["accepted"], output["rejected"]) == (2, 1)
    exported = [json.loads(line) for line in shop("export").out.splitlines()]
    assert [event.get("user_id") for event in exported] == [None, None]
