"""Finds names that tie too many visitors and users together: strangers may name any user, and guess order numbers.

Whatever is tied together is computed together. Ties of people (a family's tablet, an order that the server and the
browser both report) come to a few names; strangers can tie all that a site has, in one chain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable

from collector.facts import limits
from collector.facts.limits import Owner
from collector.facts.tied import TiedNames
from collector.rules import MAX_ORDERS

Links = list[tuple[str, str]]


def check(owners: list[Owner], links: Links, strangers_among: Callable[[list[str]], set[str]]) -> None:
    """Raise TooMuch with the strangers that tie together more of these names than limits.MAX_NAMES.

    `links` are those that tie; `strangers_among` gives the visitors that only the public key knows. Of a user, what
    strangers said is at fault (`p:`).
    """
    if crowd := crowded(limits.of_whole_users(owners), links):
        said_by_strangers = {"u:" + owner.name[2:]: owner.name for owner in owners if owner.name.startswith("p:")}
        strangers = strangers_among([owner.name for owner in crowd]) | said_by_strangers.keys()
        at_fault = [said_by_strangers.get(name, name) for name in tying(crowd, links, strangers)]
        if at_fault:
            raise limits.TooMuch(at_fault, f"tied more than {limits.MAX_NAMES:,} visitors and users together")


def that_tie(links: Links, names: Iterable[str], aside: Collection[str]) -> Links:
    """Those of the links of these names, given all they have, by which one of them leads to another."""
    known = {name for name in names if not (name.startswith("v:") and name in aside)}
    orders = Counter(one for one, other in links if one.startswith("v:") and other.startswith("o:"))
    no_orders = {name for name, count in orders.items() if count > MAX_ORDERS}
    no_orders |= {"u:" + name[2:] if name.startswith("p:") else name for name in aside}
    return [
        (one, other)
        for one, other in links
        if one in known
        and other in known
        and not (one.startswith("o:") and other in no_orders)
        and not (other.startswith("o:") and one in no_orders)
    ]


def crowded(owners: list[Owner], links: Links) -> list[Owner]:
    """Those of the names that are in groups of too many."""
    groups = TiedNames()
    for one, other in links:
        groups.tie(one, other)
    sizes = Counter(groups.group_of(owner.name) for owner in owners)
    return [owner for owner in owners if sizes[groups.group_of(owner.name)] > limits.MAX_NAMES]


def tying(owners: list[Owner], links: Links, strangers: set[str]) -> list[str]:
    """The strangers without whom no group has too many names: those that came last, of those that tie others.

    A name that only joins one group ties nobody, and is never at fault (a new browser of a user whom strangers name).
    """
    groups, sizes = TiedNames(), Counter[str]()
    linked: dict[str, list[str]] = defaultdict(list)
    named_by: Counter[str] = Counter()
    for one, other in links:
        linked[one].append(other)
        named_by[one] += other[0] in "uv"
        if one not in strangers and other not in strangers:
            groups.tie(one, other)
    sizes.update(groups.group_of(owner.name) for owner in owners if owner.name not in strangers)
    at_fault = []
    for stranger in sorted((owner for owner in owners if owner.name in strangers), key=limits.by_arrival):
        name = stranger.name
        others = {groups.group_of(each) for each in linked[name] if named_by[each] > 1}
        others |= {group for group in map(groups.group_of, (name, *linked[name])) if sizes[group]}
        size = 1 + sum(sizes[group] for group in others)
        if size > limits.MAX_NAMES and len(others) > 1:
            at_fault.append(name)
            continue
        for each in linked[name]:
            groups.tie(each, name)
        sizes[groups.group_of(name)] = size
    return at_fault
