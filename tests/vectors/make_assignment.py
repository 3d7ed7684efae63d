"""Writes assignment.json: who gets which variation, worked out by a second, slower reading of the rule.

It shares no code with the SDK and the snippet, whose tests both read the file.
`python -m tests.vectors.make_assignment` writes it anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("assignment.json")

VISITORS = [
    *(f"visitor-{n}" for n in range(14)),
    "019a0000-0000-7000-8000-000000000001",
    "019a0000-0000-7000-8000-000000000002",
    "besucher-ß-😀",
    "посетитель",
    "e\u0301",
    "\u00e9",
    "\ud83d",  # half a character
    "\ude00\ud83d",
    "\U0001f469\u200d\U0001f680",
    "a:b",
    "{}",
    "null",
    '"\\\n\t\u2028',
    "x" * 300,
]
SALTS = ["hero", "layer:home", "holdout", "größe", "", ":", "😀", "\udc00", "__proto__"]

HALVES = [[0, 5000, "control"], [5000, 10000, "b"]]
HELD = [[0, 2500, "control"], [2500, 10000, "personalized"]]
SITES: dict[str, dict[str, Any]] = {
    "plain": {
        "hero": {"salt": "hero", "allocation": 3, "buckets": HALVES},
        "größe": {"salt": "größe", "allocation": 1, "buckets": [[0, 1, "Ä"], [1, 9999, "😀"], [9999, 10000, "z"]]},
        "renamed": {"salt": "hero", "allocation": 7, "buckets": HALVES},
        "toString": {"salt": "toString", "allocation": 1, "buckets": HALVES},
    },
    "ranges": {
        "none": {"salt": "none", "allocation": 1, "buckets": []},
        "empty": {"salt": "empty", "allocation": 1, "buckets": [[0, 0, "a"], [0, 10000, "b"], [10000, 10000, "c"]]},
        "gap": {"salt": "gap", "allocation": 2, "buckets": [[1000, 3000, "a"], [6000, 9000, "b"]]},
        "pieces": {"salt": "p", "buckets": [[n, n + 500, "ab"[n // 500 % 2]] for n in range(0, 10000, 500)]},
    },
    "layers": {
        "left": {"salt": "l", "allocation": 1, "buckets": HALVES, "layer": {"salt": "layer:x", "buckets": [[0, 5000]]}},
        "right": {
            "salt": "r",
            "allocation": 1,
            "buckets": HALVES,
            "layer": {"salt": "layer:x", "buckets": [[5000, 7000], [8000, 10000]]},
        },
        "nowhere": {"salt": "n", "allocation": 1, "buckets": HALVES, "layer": {"salt": "layer:x", "buckets": []}},
    },
    "holdout": {
        "hero": {"salt": "hero", "allocation": 3, "buckets": [[0, 10000, "b"]]},
        "elsewhere": {
            "salt": "e",
            "allocation": 1,
            "buckets": [[0, 10000, "b"]],
            "targeting": {"pages": ["/nowhere"]},
            "layer": {"salt": "layer:x", "buckets": []},
        },
        "holdout": {"salt": "holdout", "allocation": 1, "buckets": HELD},
    },
}
HERE = {"path": "/p/tea", "device": "mobile", "new": True, "traits": {"plan": "pro", "age": 3, "vip": True, "no": None}}
TARGETED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    *(
        ({"pages": list(pages)}, {"path": path})
        for pages, paths in {
            ("/",): ["/", "", "/p", "/index"],
            ("/", "/p/*"): ["/", "/p/", "/p/tea", "/p", "/P/tea", "/x/p/tea"],
            ("*",): ["/", "/any/where"],
            ("/*/tea",): ["/p/tea", "//tea", "/p/q/tea", "/tea", "/p/tea/"],
            ("/a*b*c",): ["/abc", "/aXbYc", "/acb", "/abcX", "/abbcc"],
            ("/a.b(c)[d]+$|",): ["/a.b(c)[d]+$|", "/aXb(c)[d]+$|", "/a.b(c)[d]"],
            ("/**",): ["/", "/x"],
            ("*a*a*a*a*b",): ["/" + "a" * 30 + "b"],
            (): ["/"],
            ("/größe/*",): ["/gr%C3%B6%C3%9Fe/1", "/grosse/1", "/gr%c3%b6%c3%9fe/1"],
            ("/a b/😀",): ["/a%20b/%F0%9F%98%80", "/a%20b"],
            ('/"<{`}>*',): ["/%22%3C%7B%60%7D%3E", "/"],
            ("/50%25",): ["/50%25", "/50"],
        }.items()
        for path in paths
    ),
    *(
        ({"devices": devices}, {"device": device})
        for devices in (["phone"], ["mobile"], ["tablet", "desktop"], "desktop", [])
        for device in ("mobile", "tablet", "desktop")
    ),
    *(({"visitors": who}, {"new": new}) for who in ("new", "returning", "all") for new in (True, False)),
    *(
        ({"traits": wanted}, {"traits": traits})
        for wanted in (
            {"plan": ["pro", "team"]},
            {"plan": "pro"},
            {"plan": []},
            {"age": [3]},
            {"age": ["3"]},
            {"age": ["0.5", "1000000", "-7", "2.50"]},
            {"vip": ["true"]},
            {"no": ["null", "None", "undefined"]},
            {"vip": [1, "True"]},
            {"no": [None]},
            {"constructor": ["x"]},
            {"plan": ["pro"], "age": [3, 4]},
            {},
        )
        for traits in (
            {},
            HERE["traits"],
            {"plan": "Pro", "age": "3", "vip": 1},
            {"plan": ["pro"], "age": 3.0},
            {"plan": " pro", "age": 0.5},
        )
    ),
    ({"pages": ["/p/*"], "devices": ["phone"], "visitors": "new", "traits": {"plan": ["pro"]}}, {}),
    ({"pages": ["/p/*"], "devices": ["phone"], "visitors": "new", "traits": {"plan": ["team"]}}, {}),
    ({"pages": ["/p/*"], "weather": ["rain"]}, {}),
    ({"pages": None, "devices": None, "visitors": None, "traits": None}, {}),
]


def bucket(salt: str, visitor: str) -> int:
    """FNV-1a, then MurmurHash3's last step, in whole numbers; the share of 2**32 in ten-thousandths."""
    units = f"{salt}:{visitor}".encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
    point = reduce(lambda h, byte: (h ^ byte) * 16777619 % 2**32, units, 2166136261)
    for factor, shift in ((0x85EBCA6B, 16), (0xC2B2AE35, 13)):
        point = (point ^ point >> shift) * factor % 2**32
    return (point ^ point >> 16) * 10000 // 2**32


def owner(ranges: list[list[Any]], at: int) -> Any:
    """What stands in a table of all buckets at one of them."""
    table: list[Any] = [None] * 10000
    for start, until, *name in ranges:
        table[start:until] = [*(name or [True])] * (until - start)
    return table[at]


def is_targeted(targeting: dict[str, Any], here: dict[str, Any]) -> bool:
    """All that is wanted holds."""
    wanted = {kind: value for kind, value in targeting.items() if value is not None}
    if wanted.keys() - {"pages", "devices", "visitors", "traits"}:
        return False
    as_list = lambda value: value if isinstance(value, list) else [value]  # noqa: E731
    patterns = ["".join(map(_in_address, pattern)) for pattern in as_list(wanted.get("pages", ["*"]))]
    pages = [".*".join(map(re.escape, pattern.split("*"))) for pattern in patterns]
    names = [{"phone": "mobile"}.get(name, name) for name in as_list(wanted.get("devices", here["device"]))]
    known = {name: _as_json(value) for name, value in here["traits"].items() if value is not None}
    return (
        any(re.fullmatch(page, here["path"]) for page in pages)
        and here["device"] in names
        and wanted.get("visitors") in (None, "new" if here["new"] else "returning")
        and all(
            known.get(name) and known.get(name) in [_as_json(value) for value in as_list(values)]
            for name, values in wanted.get("traits", {}).items()
        )
    )


def _in_address(character: str) -> str:
    if re.match(r"""[!-~](?<!["<>`{}])""", character):
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _as_json(value: Any) -> str | None:
    """Text is as good as what is written: no quotes around it, and no zeros behind a point."""
    return None if isinstance(value, list) else re.sub(r'^"|"$|\.0$', "", json.dumps(value))


def variation(one: dict[str, Any] | None, visitor: str, here: dict[str, Any]) -> Any:
    """The variation of an experiment by itself."""
    if not one or not is_targeted(one.get("targeting") or {}, here):
        return None
    if "layer" in one and not owner(one["layer"]["buckets"], bucket(one["layer"]["salt"], visitor)):
        return None
    return owner(one["buckets"], bucket(one["salt"], visitor))


def case(site: dict[str, Any], id: str, visitor: str, here: dict[str, Any]) -> dict[str, Any]:
    """What a visitor is answered, and what is recorded of it."""
    held = variation(site.get("holdout"), visitor, here)
    out = held == "control" and id != "holdout"
    found = ("control" if id in site else None) if out else variation(site.get(id), visitor, here)
    noted = [["holdout", held]] * (held is not None) + [[id, found]] * (found is not None and not out)
    recorded = [[name, what, site[name].get("allocation")] for name, what in noted[: 1 if id == "holdout" else 2]]
    return {"experiment": id, "visitor": visitor, "variation": found, "recorded": recorded}


def cases() -> Iterator[dict[str, Any]]:
    """All of them: each visitor on each site, then each targeting."""
    for name, site in SITES.items():
        for id in [*site, "missing"]:
            for visitor in VISITORS if name != "plain" else VISITORS[::2]:
                yield {"site": name, **case(site, id, visitor, HERE)}
    for targeting, changed in TARGETED:
        site = {"hero": {"salt": "hero", "allocation": 1, "buckets": [[0, 10000, "b"]], "targeting": targeting}}
        here = {**HERE, **changed}
        yield {"targeting": targeting, "here": here, **case(site, "hero", "visitor-1", here)}


def made() -> str:
    """The file's text: a line for each case."""
    buckets = [[salt, visitor, bucket(salt, visitor)] for salt in SALTS for visitor in VISITORS[::3]]
    parts = {"here": HERE, "sites": SITES, "buckets": buckets, "cases": list(cases())}
    lines = [f'"{name}": {_lines(part)}' for name, part in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _lines(part: Any) -> str:
    if isinstance(part, list):
        return "[\n" + ",\n".join(json.dumps(entry) for entry in part) + "\n]"
    return json.dumps(part)


if __name__ == "__main__":
    FILE.write_text(made())
