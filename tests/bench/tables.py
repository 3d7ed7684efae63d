"""Figures as Markdown, so that what is printed can be kept as it is."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; all columns but the first are figures, to the right."""
    texts = [list(map(str, row)) for row in (head, *rows)]
    widths = [max(3, *map(len, column)) for column in zip(*texts, strict=True)]
    lines = ["| " + " | ".join(_placed(row, widths)) + " |" for row in texts]
    lines.insert(1, "|" + "|".join("-" * (width + 1) + (":" if nth else "-") for nth, width in enumerate(widths)) + "|")
    print("\n".join(lines), end="\n\n", flush=True)


def _placed(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        text.rjust(width) if nth else text.ljust(width)
        for nth, (text, width) in enumerate(zip(row, widths, strict=True))
    ]


def note(text: str) -> None:
    """Print a sentence."""
    print(text, end="\n\n", flush=True)
