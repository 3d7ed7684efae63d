"""Ids in the path of an address: any text, with slashes and line ends in it."""

from __future__ import annotations

from werkzeug.routing import BaseConverter


class AnyText(BaseConverter):
    """`<any_text:id>`: the rest of the path, exactly as it is.

    Browsers and clients resolve `..` in a path before they send it, and an id may end like another address of ours; so
    all that we write ourselves has ids in the parameter `id` instead.
    """

    part_isolating = False
    regex = "(?s:.+?)"
    weight = 200
