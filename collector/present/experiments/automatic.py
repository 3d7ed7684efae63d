"""Promotion without a hand: of experiments that ask for it, once every condition is met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from collector.errors import CollectorError
from collector.experiments.documents import HOLDOUT, RUNNING, Document
from collector.present.experiments.changes import KIND, SiteExperiments
from collector.reports.experiments.document import experiment_from
from collector.reports.experiments.report import study_of
from collector.store.protocol import Site, Store

AUTOMATIC = "automatic"


class Promotion(NamedTuple):
    """What was promoted, where."""

    site: str
    experiment: str
    variation: str


def promote_winners(store: Store, *, now: int) -> Iterator[Promotion]:
    """Promote what may be promoted by itself at `now` (epoch ms), on all sites.

    What was promoted once and taken back is left to people: they knew something.
    """
    for site in store.sites():
        for id, document in store.definitions(site.site, KIND).items():
            if may_be_automatic(id, document) and (variation := winner_of(store, site, id, document, now=now)):
                try:
                    SiteExperiments(store, site, AUTOMATIC, now=lambda: now).promote(id, {"variation": variation})
                except CollectorError:
                    continue  # somebody else was faster, or changed it just now: the next look sees it as it is then
                yield Promotion(site.name, id, variation)


def may_be_automatic(id: str, document: Document) -> bool:
    """Whether an experiment runs, is to be promoted by itself, and never was."""
    wanted = document.get("promotion") == AUTOMATIC and document.get("state") == RUNNING and id != HOLDOUT
    return wanted and not any(phase.get("promoted") for phase in document.get("phases", ()))


def winner_of(store: Store, site: Site, id: str, document: Document, *, now: int) -> str | None:
    """The variation that is ahead, if it may be promoted: of several, the one with the highest lower bound."""
    study = study_of(store, site, experiment_from(id, document), now=now)
    return study.best if study.best is not None and study.may_be_promoted(study.best) else None
