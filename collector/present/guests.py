"""A page as a guest sees it, who came by a link to share: what leads to pages that they may not see is mere text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
ADDRESS = re.compile(r'\bhref="([^"]*)"')
BUTTON = re.compile(r'\bclass="button\b')
KEPT = re.compile(r'\b(?:class|aria-label)="[^"]*"')


def without_links(html: str, reachable: Callable[[str], bool]) -> str:
    """A page of ours, whose templates escape what they quote, without links into this house but to reachable ones."""

    def as_text(link: re.Match[str]) -> str:
        attributes, words = link.groups()
        found = ADDRESS.search(attributes)
        address = unescape(found[1]) if found else "#"
        if not address.startswith("/") or reachable(address.partition("#")[0]):
            return link[0]
        if BUTTON.search(attributes):
            return ""
        return f"<span {' '.join(KEPT.findall(attributes))}>{words}</span>"

    return LINK.sub(as_text, html)
