"""Times before all time and after it, clocks that run wild, and one moment for very many events."""

from __future__ import annotations

from tests.torture.attacks.target import DAY_MS, Target, event, now_ms

SENT = (
    0,
    -1,
    1,
    2**53,
    -(2**53),
    2**63 - 1,
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "x",
)
TIMES = (0, -1, 2**62, 946_684_800_000, "2000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", 1e300, "1e5", "")


def attack(target: Target) -> None:
    """Each is accepted or rejected, and stored within the last seven days if it is."""
    for sent_at in SENT:
        target.send([{**event("goal", "clock", goal="g"), "ts": ts} for ts in TIMES], sent_at=sent_at)
        target.send([event("page_view", "clock", n * DAY_MS, view_id=f"c{n}") for n in range(-3, 10)], sent_at=sent_at)
    moment = now_ms()
    events = [event("goal", "moment", goal=f"g{n % 7}") | {"ts": moment} for n in range(target.size(1_000, 20_000))]
    target.send(events)
    with target.server.stored() as store:
        bound = {"early": now_ms() - 8 * DAY_MS, "late": now_ms() + DAY_MS}
        sql = "select count(*) from events where trust = 0 and (ts < :early or ts > :late)"
        (wild,) = store.query(sql, bound)[0]
    target.expect(f"times are of the last seven days, but {wild} are not", holds=wild == 0)
