"""Ids that are nobody's: what programs send where they know no id."""

from __future__ import annotations

from collections.abc import Collection

NOBODY = frozenset(
    (
        "null", "undefined", "none", "nil", "nan", "0", "-1", "true", "false", "anonymous", "guest", "unknown",
        "[object object]", "00000000-0000-0000-0000-000000000000",
    )
)  # fmt: skip
TEMPLATES = (("{{", "}}"), ("{%", "%}"), ("${", "}"), ("<%", "%>"))


def is_nobody(id: str, listed: Collection[str] = ()) -> bool:
    """Any case, spaces around it, unfilled templates; and what the site lists."""
    plain = id.strip().lower()
    unfilled = any(plain.startswith(opening) and plain.endswith(closing) for opening, closing in TEMPLATES)
    return unfilled or plain in NOBODY or plain in {other.strip().lower() for other in listed}
