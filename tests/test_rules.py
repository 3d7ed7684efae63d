"""Each number of a rule has one home, `collector/rules.py`; what cannot import it says the same."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from collector import rules
from collector.reports.delivery.advice import ADVICE, LABELS
from collector.schemas.actions import SKIPPED, UNDELIVERED
from collector.store.keys import PREFIXES
from collector.wire.clock import YEAR_2000_MS
from sdk_py import assigned, checks
from tests.syntax import syntax_of

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


def test_the_sdk_has_the_same_rules() -> None:
    assert assigned.SESSION_SECONDS * 1_000 == rules.SESSION_GAP_MS
    assert checks.MIN_TIMESTAMP == YEAR_2000_MS
    assert checks.DAY == rules.TOO_LATE_MS
    assert checks.milliseconds(rules.MAX_SPAN_MS) == rules.MAX_SPAN_MS
    with pytest.raises(ValueError, match="whole number"):
        checks.milliseconds(rules.MAX_SPAN_MS + 1)


def test_the_sdk_knows_keys_by_the_same_beginnings() -> None:
    named = set(re.findall(r'"([a-z]k_)"', (ROOT / "sdk_py" / "client.py").read_text("utf-8")))
    assert named == set(PREFIXES.values())


def test_every_reason_has_a_name_and_advice() -> None:
    reasons = {*UNDELIVERED, *SKIPPED}
    assert set(LABELS) == set(ADVICE) == reasons | {"unknown"}


def test_the_snippet_gives_the_reasons_of_the_schemas_alone() -> None:
    code = "".join(path.read_text("utf-8") for path in (SNIPPET.parent / "seen").glob("*.js"))
    seen = set(re.findall(r'\bbecause\("(\w+)"', code))
    placed = set(re.findall(r'\["(\w+)"[],]', (SNIPPET.parent / "plans" / "triggers.js").read_text("utf-8")))
    assert {"below_fold", "covered"} <= seen <= set(UNDELIVERED)
    assert {"no_consent", "device_excluded"} <= placed <= set(SKIPPED)


SAID = {
    f"A break of more than {rules.SESSION_GAP_MS // 60_000} minutes": "the session gap",
    f"had ended at most {rules.SESSION_GAP_MS // 60_000} minutes before": "what belongs to a session",
    f"nor {rules.ATTENTION_MS // 1_000} seconds of attention": "a bounce",
    f"had begun less than {rules.CONFIRMATION_MS // 1_000} seconds before": "a confirmation page",
    f"before the order, within {rules.CREDIT_WINDOW_MS // rules.DAY_MS} days": "found through a widget",
    f"exactly {rules.CREDIT_WINDOW_MS // rules.DAY_MS} days before a conversion": "the window",
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


def number_of(node: ast.expr) -> int | None:
    """A whole number, or a product of them, as it is written out; None for anything else."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        left, right = number_of(node.left), number_of(node.right)
        return None if left is None or right is None else left * right
    return None


@pytest.mark.parametrize("code", ["GAP = 30 * 60 * 1000", "shown(ms // 86_400_000)", "MAX = 7 * 24 * 3_600_000"])
def test_a_length_of_time_that_is_written_out_is_found(code: str) -> None:
    assert lengths_in(ast.parse(code))


def lengths_in(tree: ast.Module) -> list[int]:
    """The numbers of code that are half an hour in milliseconds, or hours."""
    numbers = {number_of(node) for node in ast.walk(tree) if isinstance(node, ast.expr)}
    return sorted(each for each in numbers if each and each % (rules.HOUR_MS // 2) == 0 and each not in ROUND)


ROUND = {YEAR_2000_MS}
"""What is no length of time."""


def test_no_module_writes_hours_and_days_out() -> None:
    modules = [path for path in sorted((ROOT / "collector").rglob("*.py")) if path.name != "rules.py"]
    assert len(modules) > 200
    assert {str(path): found for path in modules if (found := lengths_in(syntax_of(path)))} == {}
