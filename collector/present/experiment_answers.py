"""The reports of experiments from a name to an answer, the same for HTTP, the command line and pages.

They have no period: an experiment is about the time it ran.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from collector.errors import NotFound
from collector.present.parameters import Parameters, checked
from collector.reports.experiments.report import experiment, experiments
from collector.reports.freshness import facts_seq, fresh_to
from collector.reports.moments import rfc3339
from collector.store.protocol import Site, Store

NAME = "experiments"


class ExperimentReportParameters(Parameters):
    """Of the reports of experiments."""

    format = fields.String(load_default="json", validate=validate.OneOf(("json", "csv")))


def experiments_answer(
    store: Store, site: Site, given: Mapping[str, Any], *, id: str | None = None, now: int
) -> dict[str, Any]:
    """The answer on all experiments, or on the one with this id, as JSON has it; `now` in epoch ms.

    NotFound or BadRequest say what is wrong.
    """
    checked(ExperimentReportParameters, given)
    seq = facts_seq(store)
    found = experiments(store, site, now=now) if id is None else experiment(store, site, id, now=now)
    if found is None:
        raise NotFound(f"There is no experiment {id!r}. Experiments: {_known(store, site)}.")
    return {
        "report": NAME if id is None else f"{NAME}/{id}",
        **found.more,
        "site": site.name,
        "currency": site.currency,
        "basis": dict(found.basis),
        "rows": [row.shown() for row in found.rows],
        "fresh_to": rfc3339(fresh_to(store, seq, now)),
    }


def _known(store: Store, site: Site) -> str:
    return ", ".join(sorted(store.definitions(site.site, NAME))) or "none yet"
