"""The reports of experiments in the terminal: the plain sentence first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from collector.cli.report_text import printable, table_text, terminal_width, wrapped

COLUMNS = ("experiment", "verdict", "best", "lift", "lift_low", "lift_high", "persons", "conversions", "gates", "state")
ARM_COLUMNS = (
    *("variation", "persons", "conversions", "conversion_rate", "value_per_person", "persons_assigned"),
    *("persons_delivered", "chance_best", "persons_two_arms"),
)


def experiments_text(answer: Mapping[str, Any], *, wide: bool = False, width: int = 0) -> str:
    """All experiments, or one; `width` is that of the terminal, by default its own."""
    currency, width = answer["currency"], width or terminal_width()
    if "sentence" in answer:
        arms = table_text(answer["rows"], ARM_COLUMNS, currency, wide=wide, width=width)
        return "\n".join([wrapped(f"{answer['name']}: {answer['sentence']}", width), arms, *_parts(answer, width)])
    if not answer["rows"]:
        return "There are no experiments yet.\n"
    lines = (f"{row['experiment']}: {row['sentence']}" for row in answer["rows"])
    sentences = "".join(wrapped(line, width, indent="  ") for line in lines)
    return f"{sentences}\n{table_text(answer['rows'], COLUMNS, currency, wide=wide, width=width)}"


def _parts(answer: Mapping[str, Any], width: int) -> Iterator[str]:
    yield "gates\n" + "".join(_line(gate["passed"], gate["name"], gate["words"], width) for gate in answer["gates"])
    for variation, promotion in answer["promotion"].items():
        allowed = "may be promoted" if promotion["allowed"] else "may not be promoted"
        lines = (_line(each["met"], each["condition"], each["words"], width) for each in promotion["conditions"])
        yield printable(f"{variation} {allowed}") + "\n" + "".join(lines)
    if after := answer["after_promotion"]:
        yield wrapped(after["sentence"], width)


def _line(good: bool, name: str, words: str, width: int) -> str:
    return wrapped(f"  {'yes' if good else 'NO '}  {name}: {words}", width, indent=" " * 7)
