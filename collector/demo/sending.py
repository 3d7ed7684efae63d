"""Sends simulated persons through the Python SDK, as any server would, with a progress bar."""

from __future__ import annotations

from collections.abc import Callable

from tqdm import tqdm

from collector.demo.simulation.simulate import events_of
from collector.demo.site import Simulation
from collector.errors import CollectorError
from sdk_py import Beheld, BeheldError, Rejection, Settings, Stats

QUICK = Settings(batch_events=500, batch_bytes=900_000, flush_interval=0.1, exit_timeout=1.0)
MAX_WAITING = 5_000
LOOK_UP_S = 0.5


class SimulationError(CollectorError):
    """The collector did not take what was simulated."""


def send(
    url: str, key: str, simulation: Simulation, *, progress: bool = True, stopped: Callable[[], bool] = lambda: False
) -> Stats:
    """Send these persons' events and say what became of them; end early, between two persons, when `stopped`."""
    troubles: list[BeheldError | Rejection] = []
    client = Beheld(url, key, settings=QUICK, on_error=troubles.append, on_rejected=troubles.append)
    numbers = range(simulation.begin, simulation.end)
    with client, tqdm(numbers, desc="Simulating visitors", unit="", disable=None if progress else True) as bar:
        for number in bar:
            if troubles or stopped():
                break
            for event in events_of(simulation.seed, number, day=simulation.day, shop=f"{url}/demo/"):
                client.track(event)
            while client.stats().waiting > MAX_WAITING and not (troubles or stopped()):
                client.flush(LOOK_UP_S)
        while not (troubles or stopped() or client.flush(LOOK_UP_S)):
            pass  # there is more to send
    if troubles and not stopped():
        raise SimulationError(f"The collector did not take all of the simulated visitors: {_what(troubles[0])}")
    return client.stats()


def _what(trouble: BeheldError | Rejection) -> str:
    return f"{trouble.event.get('type')}: {trouble.errors}" if isinstance(trouble, Rejection) else str(trouble)
