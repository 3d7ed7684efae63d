"""The user report for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from collector.present.formatting import (
    clock,
    day,
    day_and_minute,
    from_to,
    joined,
    machine,
    origin,
    place,
)
from collector.present.numbers import counted, money_text, seconds_text
from collector.present.timeline_text import described, found_through

SIGNS = {
    "page": "▸",
    "seen": "●",
    "unseen": "○",
    "unmeasured": "?",
    "control": "◌",
    "skipped": "-",
    "bought": "★",
    "refund": "↩",
    "goal": "⚑",
}
OTHER_SIGN = "·"
LABEL_WIDTH = 14


def user_report_text(report: Mapping[str, Any]) -> str:
    """A user report in lines: who it is, then each session, newest first, with its timeline."""
    return "\n".join([*_who(report), *_sessions(report), *_outside(report), *_end(report)]) + "\n"


def _who(report: Mapping[str, Any]) -> Iterator[str]:
    zone = report["time_zone"]
    name = f"User {report['user_id']}" if report["user_id"] is not None else f"Visitor {report['visitor_ids'][0]}"
    yield _plain(f"{name} of {report['site']}{' (a bot)' if report['bot'] else ''}")
    yield f"  first seen {day_and_minute(report['first_seen'], zone)}, last {day_and_minute(report['last_seen'], zone)}"
    yield f"  {counted(report['orders'], 'order')}, revenue so far {money_text(report['revenue'], report['currency'])}"
    yield from _named("devices", report["visitor_ids"])
    yield from _named("traits", (f"{name} {value}" for name, value in report["traits"].items()))
    yield from _named("shared with", report["also"])
    yield f"  times are those of {zone}"


def _named(name: str, values: Iterable[str]) -> Iterator[str]:
    text = ", ".join(values)
    if text:
        yield _plain(f"  {name}: {text}")


def _sessions(report: Mapping[str, Any]) -> Iterator[str]:
    for session in report["sessions"]:
        yield ""
        yield _plain(_session_title(session, report))
        yield _plain(f"  {joined((machine(session), place(session), origin(session)))}")
        yield from _lines(session["timeline"], report["time_zone"])


def _session_title(session: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    return joined(
        (
            from_to(session["started_at"], session["ended_at"], report["time_zone"]),
            seconds_text(session["duration_s"]),
            counted(session["page_views"], "page"),
            f"landed on {session['landing_page']}" if session["landing_page"] else None,
            session["new_or_returning"],
            "bounced" if session["bounce"] else None,
            money_text(session["revenue"], report["currency"]) if session["orders"] else None,
        )
    )


def _outside(report: Mapping[str, Any]) -> Iterator[str]:
    if report["outside_sessions"]:
        yield ""
        yield "Outside visits"
        yield from _lines(report["outside_sessions"], report["time_zone"], dated=True)


def _lines(timeline: Iterable[Mapping[str, Any]], zone: str, *, dated: bool = False) -> Iterator[str]:
    for entry in timeline:
        words = described(entry)
        sign = SIGNS.get(words.mark, OTHER_SIGN)
        when = f"{day(entry['ts'], zone)} " if dated else ""
        note = f"  {words.note}" if words.note else ""
        yield _plain(
            f"  {when}{clock(entry['ts'], zone)}  {sign} {words.label:<{LABEL_WIDTH}}{words.subject}{note}".rstrip()
        )
        yield from map(_plain, _order_lines(entry))


def _order_lines(entry: Mapping[str, Any]) -> Iterator[str]:
    for line in entry.get("lines", ()):
        bought = f"{line['quantity']} × {line['item']}"
        net = money_text(line["net"], entry["currency"])
        yield f"{'':14}{bought:<{LABEL_WIDTH + 6}}{net:>14}  {found_through(line['found_through'])}"


def _end(report: Mapping[str, Any]) -> Iterator[str]:
    if report["truncated"]:
        yield "\nOnly the latest events are shown: this page of sessions has more than fit."
    if report["next"]:
        yield "\nThere are older sessions: ask the API with before=NEXT, or look in the browser."


def _plain(text: str) -> str:
    """Text that cannot command the terminal: what visitors send may hold control characters."""
    return "".join(character if character.isprintable() else "�" for character in text)
