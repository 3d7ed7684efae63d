"""A real HTTP server on this machine that answers as a test tells it: what a good collector cannot be made to do."""

from __future__ import annotations

import gzip
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

PATIENCE = 60.0


class Request(NamedTuple):
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def batch(self) -> dict[str, Any]:
        """The batch in it."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        batch: dict[str, Any] = json.loads(gzip.decompress(self.body) if packed else self.body)
        return batch

    @property
    def ids(self) -> list[str]:
        """The ids of its events."""
        return [event["id"] for event in self.batch["events"]]


@dataclass
class Answer:
    """What is answered. `after` is waited for first; `hang_up` closes the connection without a word."""

    status: int = 202
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    after: threading.Event | None = None
    hang_up: bool = False


def receipt(received: Request, *, rejected: tuple[int, ...] = ()) -> dict[str, Any]:
    """A collector's receipt."""
    ids = received.ids
    rejections = [{"index": index, "id": ids[index], "errors": {"props": ["is too big"]}} for index in rejected]
    return {"accepted": len(ids) - len(rejections), "duplicates": 0, "rejected": rejections}


Script = Callable[[Request], Answer]


class AnsweringServer:
    """Answers with what was scripted, in turn, then takes everything, or hangs up while `is_down`.

    `received` holds the requests so far, `stored` the ids of the events that were taken.
    """

    def __init__(self) -> None:
        self.received: list[Request] = []
        self.stored: list[str] = []
        self.is_down = False
        self._script: deque[Answer | Script] = deque()
        self._changed = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.handle_error = lambda request, address: None  # type: ignore[method-assign]  # clients hang up
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def will_answer(self, *answers: Answer | Script) -> None:
        """Script the next answers."""
        self._script.extend(answers)

    def wait_for(self, requests: int) -> list[Request]:
        """Wait until so many requests have arrived."""
        self.wait_until(lambda: len(self.received) >= requests)
        return self.received

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true of the requests so far."""
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), self.received

    @property
    def ids(self) -> list[str]:
        """The ids of all events that arrived, in the order they did."""
        return [id for received in self.received for id in received.ids]

    def stop(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, received: Request) -> Answer:
        """The next answer of the script."""
        with self._changed:
            self.received.append(received)
            scripted = self._script.popleft() if self._script else Answer(hang_up=self.is_down)
            self._changed.notify_all()
        answer = scripted(received) if callable(scripted) else scripted
        if answer.body is None and answer.status == 202 and not answer.hang_up:
            self.stored += received.ids
            answer = Answer(202, receipt(received), answer.headers, answer.after, answer.hang_up)
        return answer

    def _handler(server: AnsweringServer) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - self is the handler's
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer = server.answer(
                    Request(self.command, self.path, dict(self.headers), body, self.client_address[1])
                )
                if answer.after is not None:
                    answer.after.wait(PATIENCE)
                if answer.hang_up:
                    self.close_connection = True
                    return
                self._say(answer)

            def do_GET(self) -> None:
                self.do_POST()

            def _say(self, answer: Answer) -> None:
                rejections = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
                self.send_response(answer.status)
                for name, value in {"Content-Length": str(len(rejections)), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(rejections)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler
