"""Groups of names that links tie together, found in memory: of a whole site, or of the names of one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from collector.facts import limits
from collector.rules import MAX_TIED


class TiedNames:
    """Which names belong together: the groups that links make, found as links are added."""

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}

    def group_of(self, name: str) -> str:
        """The name that stands for the group of this one."""
        parents = self.parents
        while (parent := parents.get(name, name)) != name:
            parents[name] = name = parents.get(parent, parent)
        return name

    def tie(self, one: str, other: str) -> None:
        """Make two groups one."""
        self.parents[self.group_of(one)] = self.group_of(other)


def perhaps_heavy(names: Iterable[str], links: list[tuple[str, str]], events: dict[str, int]) -> set[str]:
    """Those of these names whose group may be too heavy to be computed with others; none is missing.

    `links` are those of these names, in both directions. Some that tie nobody are followed all the same.
    """
    crowds = Counter(one for one, other in links if one[0] in "uv" and other[0] in "uv")
    shared = {name for name, tied in crowds.items() if tied > MAX_TIED}
    groups = TiedNames()
    events_of, names_of = Counter[str](), Counter[str]()
    for one, other in links:
        if one not in shared and other not in shared:
            groups.tie(one, other)
    parts = [(name, name) for name in names] + [link for link in links if link[1] in shared]
    for name, part in parts:
        if name not in shared:
            events_of[groups.group_of(name)] += events.get(part, 0)
            names_of[groups.group_of(name)] += 1
    heavy = {group for group, total in events_of.items() if total > limits.HEAVY_EVENTS}
    heavy |= {group for group, total in names_of.items() if total > limits.HEAVY_NAMES}
    return {name for name in names if groups.group_of(name) in heavy}
