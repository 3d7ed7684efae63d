"""One visitor with a long history sends on and on, while somebody is erased and reports are asked for."""

from __future__ import annotations

import threading
import time

from tests.torture.attacks.target import Target, event
from tests.torture.server import PATIENCE

BATCHES_BEFORE = 20


def attack(target: Target) -> None:
    """Neither waits for the traffic to end."""
    history = target.size(600, 40_000)
    target.send([event("page_view", "steady", 3_000_000 - n, view_id=f"s{n}") for n in range(history)])
    target.server.send([event("goal", "to-erase", goal="g", user_id="to-erase-too")], key="secret")
    target.server.wait_for_facts()
    over, flowing = threading.Event(), threading.Semaphore(0)

    def send_on() -> None:
        while not over.is_set():
            target.send([event("page_view", "steady", view_id="on") for _ in range(20)])
            flowing.release()

    sender = threading.Thread(target=send_on)
    sender.start()
    try:
        for _ in range(BATCHES_BEFORE):
            target.expect("traffic flows", holds=flowing.acquire(timeout=PATIENCE))
        answer = target.server.ask("/api/v1/visitors/to-erase-too", key="admin", method="DELETE")
        target.expect(f"an erasure has its turn, not {answer.status_code}", holds=answer.status_code == 200)
        today = time.strftime("%Y-%m-%d", time.gmtime())
        answer = target.server.ask(f"/api/v1/reports/visits?from={today}&to={today}")
        target.expect(f"a report is answered, not {answer.status_code}", holds=answer.status_code == 200)
    finally:
        over.set()
        sender.join()
