"""Computes all facts of a site again, from its events alone, in parts that have nothing to do with each other."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, NamedTuple

from collector.facts.agents import agent_of
from collector.facts.queries import sql
from collector.facts.refresh import NEWEST, FactsWriter
from collector.facts.replacing import fingerprint_of
from collector.facts.tied import TiedNames
from collector.store.facts import SiteRules

if TYPE_CHECKING:
    from collector.store.protocol import Store

EVENTS_A_PART = 20_000
LINKS_A_STEP = 200_000
NAMED_EVENTS = sql("named_events")

Progress = Callable[[int, int], None]


class Part(NamedTuple):
    """Names that can be computed apart from all others, and the number of their events; or one shared account."""

    names: list[str]
    events: int
    shared: bool = False


class Work(NamedTuple):
    """One part of one site to compute, from the events up to this one."""

    rules: SiteRules
    part: Part
    upto: int


def parts_of(
    named_events: Iterable[tuple[str, int]], links: Iterable[tuple[str, str]], shared: Collection[str] = ()
) -> Iterator[Part]:
    """Put names into parts of about EVENTS_A_PART events, never dividing names that are tied together.

    Shared accounts tie nobody; each is a part of its own.
    """
    tied = TiedNames()
    for one, other in links:
        if one not in shared and other not in shared:
            tied.tie(one, other)
    groups: dict[str, list[tuple[str, int]]] = {}
    for name, events in named_events:
        if name not in shared:
            groups.setdefault(tied.group_of(name), []).append((name, events))
    yield from (Part([name], 0, shared=True) for name in sorted(shared))
    names: list[str] = []
    total = 0
    for group in groups.values():
        names += [name for name, _ in group]
        total += sum(events for _, events in group)
        if total >= EVENTS_A_PART:
            yield Part(names, total)
            names, total = [], 0
    if names:
        yield Part(names, total)


def site_parts(writer: FactsWriter, site: int) -> list[Part]:
    """The parts of a site, as its events and links stand now."""
    named_events = [(name, events) for name, events in writer.engine.query(NAMED_EVENTS, {"site": site})]
    return list(parts_of(named_events, writer.ties.of_site(site), writer.ties.shared_names(site)))


def rebuild(
    store: Store, site: int | None = None, *, processes: int | None = None, progress: Progress | None = None
) -> int:
    """Compute all facts of one site, or of all, again; returns the number of events read.

    `processes`: how many to use, by default one for each core. `progress(done, total)` counts events.
    """
    report = progress or (lambda done, total: None)
    with store.facts_lock():
        writer = FactsWriter(store)
        try:
            writer.count_deaths()
            upto = note_all_links(writer)
            chosen = [rules for rules in writer.engine.sites() if site in (None, rules.site)]
            for rules in chosen:
                writer.ledger.take_all_back(rules.site)  # whoever is still too much will be set aside again
            work = [Work(rules, part, upto) for rules in chosen for part in site_parts(writer, rules.site)]
            compute_parts(writer, work, processes=processes or os.cpu_count() or 1, progress=report)
            for rules in chosen:
                writer.ledger.note_rules(rules.site, fingerprint_of(rules))
            if site is None:
                writer.ledger.note_read(upto)
        finally:
            writer.close()
    return sum(one.part.events for one in work)


def rebuild_outdated(writer: FactsWriter) -> Iterator[None]:
    """Compute the facts of sites again whose rules, zone, currency or rates have changed.

    It stops after every part, so that the caller, who has the turn, can give it back before going on: each part is
    computed from what is stored then, as far as facts have read. Who killed the process under these rules stays aside,
    or it would begin anew after every death, and never end.
    """
    for rules in writer.engine.sites():
        fingerprint = fingerprint_of(rules)
        if rules.built_by in (None, fingerprint):
            continue
        note_all_links(writer)
        writer.ledger.take_all_back(rules.site, but_killers_of=fingerprint)
        for part in site_parts(writer, rules.site):
            compute_on(writer, Work(rules, part, writer.ledger.read_upto()))
            writer.ledger.note_work()
            yield
        writer.ledger.note_rules(rules.site, fingerprint)


def note_all_links(writer: FactsWriter) -> int:
    """Remember all ties of all events; returns the number of the last event."""
    ((upto,),) = writer.engine.query(NEWEST)
    for after in range(0, upto, LINKS_A_STEP):
        writer.ties.note(after, min(after + LINKS_A_STEP, upto))
    writer.engine.classify_agents(agent_of)
    return int(upto)


def compute_parts(writer: FactsWriter, work: list[Work], *, processes: int, progress: Progress) -> None:
    """Compute these parts, here or in several processes; each writes its own when the file is free."""
    total = sum(one.part.events for one in work)
    done = 0
    progress(done, total)
    for events in computed_events(writer, work, processes=min(processes, len(work))):
        done += events
        progress(done, total)


def computed_events(writer: FactsWriter, work: list[Work], *, processes: int) -> Iterator[int]:
    """Yields the number of events of each part as it is finished."""
    if processes <= 1:
        for one in work:
            yield compute_on(writer, one)
        return
    left = deque(work)
    while left:
        suspected = [one for one in left if is_suspected(writer, one)]
        some = deque(suspected or left)
        try:
            for events in helped_events(writer, some, processes=1 if suspected else processes):
                left.remove(some.popleft())
                yield events
        except BrokenProcessPool:
            if not writer.count_deaths():
                raise


def is_suspected(writer: FactsWriter, work: Work) -> bool:
    """Whether a process may have died of this part: it is then computed while no other is."""
    return not writer.ledger.suspects(work.rules.site).keys().isdisjoint(work.part.names)


def helped_events(writer: FactsWriter, work: Iterable[Work], *, processes: int) -> Iterator[int]:
    """As `computed_events`, by processes of their own. BrokenProcessPool: one of them died."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=join_in, initargs=(writer.store.url,)) as pool:
        yield from pool.map(compute_part, list(work))


helping: FactsWriter | None = None


def join_in(url: str) -> None:
    """What a helping process does first: open the same database.

    It waits for its turn to write for as long as it takes: others help too, and what it computed would be lost.
    """
    global helping
    from collector.store import open_store

    threading.Thread(target=end_with_parent, name="beheld-rebuild-watch", daemon=True).start()
    helping = FactsWriter(open_store(url), patient=True)


def end_with_parent() -> None:
    """End this process once the rebuild it helps is gone: the turn is another's then, whose facts are newer."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def compute_part(work: Work) -> int:
    """What a helping process does for each part."""
    assert helping is not None
    return compute_on(helping, work)


def compute_on(writer: FactsWriter, work: Work) -> int:
    """Compute one part; returns the number of its events."""
    if work.part.shared:
        writer.replace_shared_account(work.rules, work.part.names[0], upto=work.upto)
    else:
        writer.replace_tied(work.rules, work.part.names, upto=work.upto)
    return work.part.events
