"""`python -m tests.bench`: everything; `python -m tests.bench NAME` one part, `--help` what there is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tests.bench import machine
from tests.bench.baselines import baselines
from tests.bench.every_report import NAMES, every_report
from tests.bench.experiments.printed import experiments
from tests.bench.history import kept, make
from tests.bench.ingest import ingest
from tests.bench.page_cost.printed import beside_others, snippet
from tests.bench.pages import pages
from tests.bench.reading import reading, served
from tests.bench.tables import note

BUILD = Path(__file__).parents[2] / "build"


@contextmanager
def folder_on_disk() -> Iterator[Path]:
    """A folder beside the sources, which is gone in the end: /tmp may be memory."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=BUILD) as name:
        note(machine.description(Path(name)))
        yield Path(name)
        note(f"Load average in the end: {machine.load()}.")


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Measure this software on this machine; without a command, all of it but other trackers."""
    if context.invoked_subcommand is None:
        for command in (ingest_command, reading_command, experiments_command, baselines_command, snippet_command):
            context.invoke(command)


@main.command("ingest")
@click.option("--seconds", type=float, default=5.0, show_default=True, help="How long each run is measured.")
@click.option("--repeats", type=int, default=5, show_default=True, help="How many runs the medians are of.")
def ingest_command(*, seconds: float, repeats: int) -> None:
    """Rates, latency, CPU and memory of taking events in, beside the ceilings and a peer."""
    with folder_on_disk() as folder:
        ingest(folder, seconds=seconds, repeats=repeats)


@main.command("experiments")
@click.option("--runs", type=int, default=20_000, show_default=True, help="How many experiments are simulated.")
def experiments_command(*, runs: int) -> None:
    """How often the statistics of experiments err, and what other packages say of the same arms."""
    experiments(runs)


@main.command("baselines")
@click.option("--runs", type=int, default=20_000, show_default=True, help="How many months are simulated.")
def baselines_command(*, runs: int) -> None:
    """How often comparisons without a control find an effect where there is none."""
    baselines(runs)


@main.command("reading")
@click.option("--events", type=int, default=1_000_000, show_default=True, help="How many events the file has.")
def reading_command(*, events: int) -> None:
    """A shop's history: load, facts, size; then the user report, all reports and the pages over HTTP."""
    with folder_on_disk() as folder:
        history = make(folder, events)
        with served(history) as (server, reader):
            reading(history, reader)
            pages(history, server, reader.key)


@main.command("snippet")
@click.option(
    "--against", multiple=True, metavar="REVISION", help="An earlier revision to compare with; may be repeated."
)
@click.option("--repeats", type=int, default=5, show_default=True, help="How many visits the medians are of.")
@click.option("--idle", type=float, default=10.0, show_default=True, help="For how many seconds nothing happens.")
def snippet_command(*, against: tuple[str, ...], repeats: int, idle: float) -> None:
    """What the snippet costs a page: main-thread time at the start, with mutations, scrolling and at rest."""
    with folder_on_disk() as folder:
        snippet(folder, against=against, repeats=repeats, idle_s=idle)


@main.command("reports")
@click.option("--events", type=int, default=1_000_000, show_default=True, help="How many events the file has.")
@click.option("--keep", type=click.Path(path_type=Path), help="A folder where the file is left for another time.")
@click.option("--only", type=click.Choice(NAMES), multiple=True, help="This report, and no others but those named.")
def reports_command(*, events: int, keep: Path | None, only: tuple[str, ...]) -> None:
    """Every report over 90 days, plain and by all that it can be divided by."""
    with folder_on_disk() as folder:
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
        every_report(kept(keep or folder, events), only or NAMES)


@main.command("trackers")
@click.option("--repeats", type=int, default=5, show_default=True, help="How many visits the medians are of.")
@click.option("--idle", type=float, default=10.0, show_default=True, help="For how many seconds nothing happens.")
def trackers_command(*, repeats: int, idle: float) -> None:
    """The same of other trackers, which npm installs into build/, and what each tells of what is seen."""
    with folder_on_disk():
        beside_others(repeats=repeats, idle_s=idle)


if __name__ == "__main__":
    main()
