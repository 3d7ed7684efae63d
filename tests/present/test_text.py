"""The user report in the terminal."""

from __future__ import annotations

from collector.present.text import user_report_text
from tests.present.desk import Desk
from tests.reports.building import DAY, a_line


def test_a_visit_reads_like_a_visit(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, page="/?utm_source=news"),
        shop.event("execute", 1, action="hero", kind="banner"),
        shop.event("deliver", 1.2, action="hero"),
        shop.event("evidence", 30, action="hero", max_fraction=1.0, visible_ms=8000, longest_ms=8000),
        shop.event("click", 10, action="recs", item="A"),
        shop.order(600, a_line("A", 40)),
        shop.event("identify", 601, user_id="u17", traits={"tier": "gold"}),
        shop.from_server("goal", DAY, user_id="u17", name="call"),
    )

    assert user_report_text(shop.report("ann")) == (
        "User u17 of shop\n"
        "  first seen Fri 2 Jan 2026, 11:00, last Sat 3 Jan 2026, 11:00\n"
        "  1 order, revenue so far 40.00 EUR\n"
        "  devices: ann\n"
        "  traits: tier gold\n"
        "  times are those of Europe/Vienna\n"
        "\n"
        "Fri 2 Jan 2026, 11:00–11:10 · 10 min 1 s · 1 page · landed on / · new · 40.00 EUR\n"
        "  desktop · Firefox on Linux · Graz, AT · news\n"
        "  11:00:00  ▸ Viewed        /\n"
        "  11:00:01  ● Seen          hero  For 8.0 s, all of it.\n"
        "  11:00:10  ● Seen          recs  Interacted with; viewing time not measured.\n"
        "  11:00:10  · Clicked       A in recs\n"
        "  11:10:00  ★ Bought        40.00 EUR, order 1\n"
        "              1 × A                    40.00 EUR  recs: clicked 9 min 50 s before, same visit\n"
        "  11:10:01  · Known as      u17  tier: gold\n"
        "\n"
        "Outside visits\n"
        "  Sat 3 Jan 2026 11:00:00  ⚑ Goal          call\n"
    )


def test_what_visitors_send_cannot_command_the_terminal(desk: Desk) -> None:
    shop = desk.shop
    shop.send(shop.event("goal", 0, name="\x1b[2Jclear\x07\n\u202eevil"))

    text = user_report_text(shop.report())

    assert "�[2Jclear���evil" in text
    assert not any(ord(character) < 32 for character in text.replace("\n", ""))


def test_it_says_what_is_left_out(desk: Desk) -> None:
    shop = desk.shop
    shop.send(*(shop.event("page_view", n * DAY, view_id=f"w{n}") for n in range(2)))

    assert "There are older sessions" in user_report_text(shop.report(limit=1))
    assert "There are older sessions" not in user_report_text(shop.report())
