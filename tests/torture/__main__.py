"""`python -m tests.torture`: all rigs in their short form; `--long` in their long one."""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator

import click

from tests.bench.tables import table
from tests.torture import kill, power, siege
from tests.torture.tally import HEAD, NOTHING, Line, table_of

RIGS: dict[str, Callable[..., Iterator[Line]]] = {"kill": kill.run, "power": power.run, "attacks": siege.run}


def lines_of(rig: str, seed: int, *, long: bool, say: Callable[[str], None]) -> Iterator[Line]:
    """What a rig finds; a rig that breaks off has failed."""
    try:
        yield from RIGS[rig](random.Random(f"{seed}-{rig}"), long=long, say=say)
    except Exception as error:
        say(traceback.format_exc())
        yield Line(rig, 0, NOTHING, f"broke off: {type(error).__name__}: {error}")


@click.command()
@click.option("--long", "is_long", is_flag=True, help="200 kills, 50 power cuts and all attacks in full size.")
@click.option("--seed", type=int, help="Do again what a run with this seed did; default: any.")
@click.option("--only", type=click.Choice(list(RIGS)), multiple=True, help="Only this rig; may be given several times.")
def main(*, is_long: bool, seed: int | None, only: tuple[str, ...]) -> None:
    """Kill collectors, cut their power, attack them, and count what became of what they acknowledged."""
    seed = random.randrange(10**9) if seed is None else seed
    print(f"Seed {seed}.", flush=True)
    found: list[Line] = []
    began = time.monotonic()
    for rig in only or RIGS:
        for line in lines_of(rig, seed, long=is_long, say=lambda output: print(f"  {output}", flush=True)):
            print(f"{line.rig}: {line.verdict}", flush=True)
            found.append(line)
    print(f"\nAfter {time.monotonic() - began:.0f} s, seed {seed}:\n")
    table(HEAD, table_of(found))
    if not found or not all(line.good for line in found):
        sys.exit(1)


if __name__ == "__main__":
    main()
