"""The reports of experiments in the terminal: the plain sentence first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from collector.cli.report_text import table_text

COLUMNS = ("experiment", "verdict", "best", "lift", "lift_low", "lift_high", "persons", "conversions", "gates", "state")
ARM_COLUMNS = (
    *("variation", "persons", "conversions", "conversion_rate", "value_per_person", "persons_assigned"),
    *("persons_delivered", "chance_best", "persons_two_arms"),
)


def experiments_text(answer: Mapping[str, Any], *, wide: bool = False, width: int = 0) -> str:
    """All experiments, or one; `width` is that of the terminal, by default its own."""
    currency = answer["currency"]
    if "sentence" in answer:
        arms = table_text(answer["rows"], ARM_COLUMNS, currency, wide=wide, width=width)
        return "\n".join([f"{printable(answer['name'])}: {printable(answer['sentence'])}\n", arms, *_parts(answer)])
    if not answer["rows"]:
        return "There are no experiments yet.\n"
    sentences = "".join(f"{printable(row['experiment'])}: {printable(row['sentence'])}\n" for row in answer["rows"])
    return f"{sentences}\n{table_text(answer['rows'], COLUMNS, currency, wide=wide, width=width)}"


def _parts(answer: Mapping[str, Any]) -> Iterator[str]:
    yield "gates\n" + "".join(_line(gate["passed"], gate["name"], gate["words"]) for gate in answer["gates"])
    for variation, promotion in answer["promotion"].items():
        allowed = "may be promoted" if promotion["allowed"] else "may not be promoted"
        lines = (_line(each["met"], each["condition"], each["words"]) for each in promotion["conditions"])
        yield printable(f"{variation} {allowed}") + "\n" + "".join(lines)
    if after := answer["after_promotion"]:
        yield printable(after["sentence"]) + "\n"


def _line(good: bool, name: str, words: str) -> str:
    return f"  {'yes' if good else 'NO '}  {name}: {printable(words)}\n"


def printable(text: str) -> str:
    """Text of whatever somebody named something, without what a terminal would obey."""
    return "".join(character if character.isprintable() else "?" for character in text)
