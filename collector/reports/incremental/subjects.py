"""Of what a control tells: of an action, of a campaign, of all personalization. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from collector.allocation import CONTROL
from collector.experiments.documents import HOLDOUT
from collector.reports.definitions import Definitions
from collector.reports.experiments.document import Experiment
from collector.reports.query import ReportQuery

ALL, CAMPAIGN, ACTION = "all", "campaign", "action"
SCOPES = (ALL, CAMPAIGN, ACTION)


@dataclass(frozen=True)
class Subject:
    """What a row is about, and the experiments whose controls tell of it; `actions` are all that those experiments and
    the row are about: what one experiment earned with several actions cannot be shared out among them."""

    scope: str
    id: str | None
    name: str
    experiments: tuple[Experiment, ...]
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Names:
    """What the site calls its actions and campaigns, and the campaign of each action."""

    actions: Definitions
    campaigns: Definitions
    homes: Mapping[str, str]


def has_control(experiment: Experiment, begin: int, end: int) -> bool:
    """Whether it ran with a control (which is shown nothing) between two moments (epoch ms, the last one not in it)."""
    running = any(phase.begin < end and (phase.end is None or phase.end > begin) for phase in experiment.phases)
    about = bool(experiment.actions) or experiment.id == HOLDOUT
    return running and about and CONTROL in experiment.variations and bool(experiment.treatments)


def subjects_of(query: ReportQuery, experiments: Iterable[Experiment], names: Names) -> Iterator[Subject]:
    """The subjects of the query: everything, campaigns and actions; or one campaign with its actions; or one action."""
    known = list(experiments)
    if query.action is None and query.campaign is None:
        yield from _everything(known)
    by_action = _by_action(known)
    by_campaign: dict[str, set[str]] = {}
    for action in by_action:
        if action in names.homes:
            by_campaign.setdefault(names.homes[action], set()).add(action)
    for campaign, actions in sorted(by_campaign.items()):
        if query.action is None and query.campaign in (None, campaign):
            found = tuple(each for each in known if actions.intersection(each.actions))
            yield Subject(CAMPAIGN, campaign, _name(names.campaigns, campaign), found, _actions_of(found, actions))
    for action, found in sorted(by_action.items()):
        in_campaign = query.campaign in (None, names.homes.get(action))
        if query.action in (None, action) and in_campaign:
            yield Subject(ACTION, action, _name(names.actions, action), found, _actions_of(found, {action}))


def _everything(experiments: Iterable[Experiment]) -> Iterator[Subject]:
    for each in experiments:
        if each.id == HOLDOUT:
            yield Subject(ALL, None, "All personalization", (each,))


def _by_action(experiments: Iterable[Experiment]) -> dict[str, tuple[Experiment, ...]]:
    found: dict[str, tuple[Experiment, ...]] = {}
    for each in experiments:
        for action in each.actions:
            found[action] = (*found.get(action, ()), each)
    return found


def _actions_of(experiments: Iterable[Experiment], own: Iterable[str]) -> frozenset[str]:
    return frozenset(own).union(*(each.actions for each in experiments))


def _name(definitions: Definitions, id: str) -> str:
    return str(definitions.get(id, {}).get("name") or id)
