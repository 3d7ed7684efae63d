"""What is sent: visits to a small shop, as ready HTTP requests with as many events in each as asked for."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator
from itertools import count, islice

from tests.bench.visit import EVENTS_OF_A_VISIT, SHOP

VISITS_AT_ONCE = 500
AGENTS = (
    b"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    b"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 "
    b"Mobile/15E148 Safari/604.1",
    b"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    b"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0",
)
HEAD = (
    b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: %s\r\nAccept: */*\r\nAccept-Language: pt-PT,pt;q=0.9\r\n"
    b"Accept-Encoding: gzip, deflate, br\r\nOrigin: " + SHOP + b"\r\nReferer: " + SHOP + b"/\r\n"
    b"X-Forwarded-For: 203.0.%d.%d\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: %d\r\n\r\n%s"
)
BATCH = (
    b'{"key":"%s","sent_at":%d,"context":{"language":"pt-PT","screen":"1920x1080","viewport":"1280x720",'
    b'"time_zone":"Europe/Lisbon","automated":false},"events":[%s]}'
)
HIT = (
    b'{"k":"pageview","u":"'
    + SHOP
    + b'/%d","i":"%x","r":"https://www.google.com/","t":"Thing %d","w":1920,"h":1080,"l":"pt-PT"}'
)


def batches(path: bytes, key: bytes, events: int) -> Iterator[bytes]:
    """Requests as the snippet sends them, without end; the ids of all runs are different.

    Some hundred visits are under way at once, each sending its next events in its turn, as those of a busy site do.
    """
    run, visits = os.urandom(4).hex().encode(), count(1)
    under_way = deque((visit, visit_texts(run, visit)) for visit in islice(visits, VISITS_AT_ONCE))
    while True:
        now = time.time_ns() // 1_000_000
        batch: list[bytes] = []
        while len(batch) < events:
            visit, texts = under_way.popleft()
            sent = [text % now for text in islice(texts, events - len(batch))]
            if not sent:
                visit = next(visits)
                texts = visit_texts(run, visit)
            batch += sent
            under_way.append((visit, texts))
        yield request(path, visit, BATCH % (key, now, b",".join(batch)))


def visit_texts(run: bytes, visit: int) -> Iterator[bytes]:
    """The events of one visit, all but their time; ids grow with time, as version 7 has it."""
    visitor = b"%s-%d" % (run, visit)
    stamp = b"%012x" % (time.time_ns() // 1_000_000)
    for nth, (text, view) in enumerate(EVENTS_OF_A_VISIT):
        event_id = b"%s-%s-7%03x-8%s-%s%08x" % (stamp[:8], stamp[8:], nth, run[:3], run[3:7], visit)
        yield text % (event_id, visitor, b"%s-%d" % (visitor, view))


def hits(path: bytes) -> Iterator[bytes]:
    """Page views as the runlight tracker sends them, one in each request, five for each visitor."""
    run = int.from_bytes(os.urandom(4))
    nth = 0
    while True:
        nth += 1
        yield request(path, nth // 5, HIT % (nth % 500, run << 32 | nth, nth % 500))


def request(path: bytes, visitor: int, body: bytes) -> bytes:
    """The bytes of one request."""
    agent = AGENTS[visitor % len(AGENTS)]
    return HEAD % (path, agent, visitor // 256 % 256, visitor % 256, len(body), body)
