"""Each number of a rule has one home, `collector/rules.py`; what cannot import it says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from collector import rules

ROOT = Path(__file__).parents[1]
SNIPPET = ROOT / "static" / "snippet"


def number(file: str, name: str) -> int:
    """A constant of the snippet."""
    found = re.search(rf"const {name} = ([\d_]+);", (SNIPPET / file).read_text("utf-8"))
    assert found, f"{file} has no {name}"
    return int(found[1].replace("_", ""))


def test_the_snippet_ends_a_session_when_the_facts_do() -> None:
    assert number("session.js", "GAP_MS") == rules.SESSION_GAP_MS


def test_the_snippet_s_day_is_as_long() -> None:
    assert number("../plans/triggers.js", "DAY_MS") == rules.DAY_MS


SAID = {
    f"A break of more than {rules.SESSION_GAP_MS // 60_000} minutes": "the session gap",
    f"had ended at most {rules.SESSION_GAP_MS // 60_000} minutes before": "what belongs to a session",
    f"nor {rules.ATTENTION_MS // 1_000} seconds of attention": "a bounce",
    f"had begun less than {rules.CONFIRMATION_MS // 1_000} seconds before": "a confirmation page",
    f"within {rules.SAME_ORDER_MS // 3_600_000} hours": "whose order it is",
    f"user of more than {rules.MAX_TIED} visitors": "shared accounts",
    f"names more than {rules.MAX_TIED} users": "shared devices",
    f"more than {rules.MAX_ORDERS} orders": "visitors with very many orders",
}


@pytest.mark.parametrize("sentence", SAID, ids=SAID.get)
def test_the_definitions_say_the_number(sentence: str) -> None:
    text = " ".join((ROOT / "docs" / "definitions.md").read_text("utf-8").split())
    assert sentence in text


RULE_NUMBERS = {rules.SESSION_GAP_MS, rules.ATTENTION_MS, rules.CREDIT_WINDOW_MS}


@pytest.mark.parametrize("path", sorted((ROOT / "collector").rglob("*.sql")), ids=lambda path: path.name)
def test_no_sql_repeats_a_rule_s_number(path: Path) -> None:
    code = "\n".join(line.partition("--")[0] for line in path.read_text("utf-8").splitlines())
    written = {int(found) for found in re.findall(r"(?<![\w.])\d{5,}(?![\w.])", code)}
    if path.name != "facts_progress.sql" and path.parent.name != "schema":  # those count events and rows
        assert written & RULE_NUMBERS == set()
