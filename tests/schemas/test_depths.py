"""JSON nested beyond any parser is made flat enough to be read, in one pass whatever the text."""

from __future__ import annotations

import json
import random
import time

import pytest

from collector.errors import NotJson
from collector.schemas.depths import MAX_READ_DEPTH, without_depths

MIB = 1024 * 1024
PLENTY_SECONDS = 10.0  # of a pass that takes a tenth of one, and took minutes when strings were read again and again


def shallow(random: random.Random, levels: int) -> object:
    """Any JSON of not more than so many levels."""
    kind = random.randrange(5) if levels else 4
    if kind == 0:
        return [shallow(random, levels - 1) for _ in range(random.randrange(4))]
    if kind == 1:
        return {f'k"{n}[': shallow(random, levels - 1) for n in range(random.randrange(4))}
    return random.choice(['a"b', "[", "}]{", "\\", "", 7, None, True, "é\n"])


@pytest.mark.parametrize("seed", range(50))
def test_what_is_not_too_deep_stays_as_it_is(seed: int) -> None:
    text = json.dumps(shallow(random.Random(seed), MAX_READ_DEPTH - 2))
    assert without_depths(text) == text


@pytest.mark.parametrize("levels", [MAX_READ_DEPTH - 1, MAX_READ_DEPTH, MAX_READ_DEPTH + 1, 3_000, 100_000])
@pytest.mark.parametrize("ends", [("[", "]"), ('{"a":', "}"), ('[{"]":', "}]")], ids=["list", "object", "both"])
def test_only_the_deep_part_is_lost(levels: int, ends: tuple[str, str]) -> None:
    opened, closed = ends
    text = '{"before": [1], "deep": ' + opened * levels + "1" + closed * levels + ', "after": {"b": "]"}}'
    flat = without_depths(text)
    assert flat.startswith('{"before": [1], "deep": ' + opened)
    read = json.loads(flat)
    assert (read["before"], read["after"]) == ([1], {"b": "]"})


@pytest.mark.parametrize(
    "text",
    ['"' + '\\"' * (MIB // 2), '"' * MIB, "\\" * MIB, "[" * MIB, "[{" * (MIB // 2), '{"":[""]},' * (MIB // 16), '"\\'],
    ids=["escaped quotes", "quotes", "backslashes", "brackets", "pairs", "small", "end"],
)
def test_no_text_takes_long(text: str) -> None:
    since = time.process_time()
    without_depths("[" * 2_000 + text)
    assert time.process_time() - since < PLENTY_SECONDS


def test_what_would_take_long_is_no_json() -> None:
    with pytest.raises(NotJson, match="nested"):
        without_depths("[[[[],[[[]]]" * (MIB // 12))
