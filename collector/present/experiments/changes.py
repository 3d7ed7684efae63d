"""What owners do with experiments: each change is checked, made, noted and logged in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from collector.clock import now_ms
from collector.errors import BadRequest, NotFound
from collector.experiments import states
from collector.experiments.documents import (
    DRAFT,
    HOLDOUT,
    PERSONALIZED,
    RUNNING,
    STOPPED,
    Change,
    Document,
    complete,
    new_document,
    weights_of,
)
from collector.experiments.edits import edited
from collector.present.api.definitions import checked_definition, checked_fields
from collector.present.experiments.evidence import evidence_for
from collector.present.experiments.planning import with_persons
from collector.present.experiments.value_cap import value_cap
from collector.store.protocol import ChangedDefinition, Site, Store

KIND = "experiments"
DELETED = "deleted_experiments"
"""Where the number of the last allocation of a deleted experiment is kept: one of the same id goes on from it."""
FOLLOWING = ("diary", "phases", "value_cap", "salt")
"""What follows from the rest of an experiment: the log of changes leaves it out."""

Made = Callable[[Document, Change], Document]


@dataclass(frozen=True)
class SiteExperiments:
    """The experiments of one site, changed by somebody, whom diary and log name as `by`.

    BadRequest has what is wrong with what was given, WrongState why it cannot be done now.
    """

    store: Store
    site: Site
    by: str
    now: Callable[[], int] = now_ms

    def all(self) -> list[Document]:
        """All of them, by id."""
        return [_shown(id, body) for id, body in self.store.definitions(self.site.site, KIND).items()]

    def one(self, id: str) -> Document:
        """One of them; NotFound if there is none."""
        return _shown(id, self._known(id) or _missing(id))

    def set(self, id: str, body: Any) -> Document:
        """Make or change an experiment: fields that are not named stay, and None gives a field its default back.

        A new one starts, and a draft stays one, unless `state` says otherwise.
        """
        if id == HOLDOUT:
            return self._set_holdout(body)
        fields = checked_fields(KIND, id, body)
        known = self._known(id)
        state = fields.pop("state", None) or (None if known else RUNNING)
        cap = self._value_cap(known)

        def made(document: Document, change: Change) -> Document:
            after = edited(document, _with_plan(document, fields), change)
            return states.brought_to(after, change, state, value_cap=cap)

        return self._change(id, "set", made, new=True)

    def start(self, id: str) -> Document:
        """Let a draft assign visitors from now on."""
        cap = self._value_cap(self.one(id))
        return self._change(id, "start", lambda document, change: states.started(document, change, value_cap=cap))

    def stop(self, id: str) -> Document:
        """Assign nobody any more."""
        return self._change(id, "stop", states.stopped)

    def resume(self, id: str) -> Document:
        """Go on with a stopped experiment."""
        return self._change(id, "resume", states.resumed)

    def promote(self, id: str, body: Any) -> Document:
        """Show one variation to everybody, at once, but for 5 % who stay in control; what is known then is kept."""
        variation = checked_definition("promotions", id, body).get("variation", "")
        if id == HOLDOUT:
            raise BadRequest("The holdout is no test of one variation: it has nothing to promote.")
        self.one(id)
        evidence = evidence_for(self.store, self.site, id, variation, now=self.now())
        return self._change(
            id, "promote", lambda document, change: states.promoted_to(document, change, variation, evidence)
        )

    def undo(self, id: str) -> Document:
        """Take a promotion back: everybody has the variation again that they had before it."""
        return self._change(id, "undo", states.promotion_undone)

    def archive(self, id: str) -> Document:
        """Put a stopped experiment away."""
        return self._change(id, "archive", states.archived)

    def note(self, id: str, body: Any) -> Document:
        """Note in the diary what happened outside."""
        text = checked_definition("notes", id, body)["text"]
        return self._change(id, "note", lambda document, change: states.with_note(document, change, text))

    def delete(self, id: str) -> None:
        """Delete a draft or an archived experiment; its events stay, and so does the number of its last allocation."""

        def deleted(known: dict[str, Document]) -> ChangedDefinition:
            states.check_deletable(complete(id, known.get(id) or _missing(id)))
            return ChangedDefinition(None, "experiment.delete", {})

        document = self.one(id)
        states.check_deletable(document)
        if document["phases"]:
            self.store.put_definition(self.site.site, DELETED, id, {"allocation": document["phases"][-1]["allocation"]})
        self.store.change_definition(self.site.site, KIND, id, deleted, by=self.by)

    def _set_holdout(self, body: Any) -> Document:
        """Begin, change or end the holdout; its `share` is that of the visitors who are shown nothing personalized."""
        fields = checked_fields(HOLDOUT, HOLDOUT, body)
        share = fields.pop("share", None)
        if share is None and self._known(HOLDOUT) is None:
            raise BadRequest("Give the holdout a share, such as 0.05.", fields={"share": ["Missing."]})
        if share == 0:
            return self.stop(HOLDOUT)
        if share is not None:
            fields["variations"] = {"control": {"weight": share}, PERSONALIZED: {"weight": round(1 - share, 9)}}
        cap = self._value_cap(self._known(HOLDOUT))

        def made(document: Document, change: Change) -> Document:
            after = edited(document, _with_plan(document, fields), change)
            if share is not None and after["state"] == STOPPED:
                return states.resumed(after, change)
            return states.brought_to(after, change, share and RUNNING, value_cap=cap)

        return self._change(HOLDOUT, "set", made, new=True)

    def _change(self, id: str, action: str, made: Made, *, new: bool = False) -> Document:
        allocations = self.store.definitions(self.site.site, DELETED).get(id, {}).get("allocation", 0)

        def changed(known: dict[str, Document]) -> ChangedDefinition:
            if id not in known and not new:
                _missing(id)
            whole = {name: complete(name, body) for name, body in known.items()}
            before = whole.pop(id, None) or new_document(id)
            after = made(before, Change(self.now(), self.by, whole, allocations))
            details = {name: value for name, value in after.items() if value != before[name] and name not in FOLLOWING}
            return ChangedDefinition(after, f"experiment.{_done(action, before, after)}", details)

        return _shown(id, self.store.change_definition(self.site.site, KIND, id, changed, by=self.by) or {})

    def _value_cap(self, known: Document | None) -> str | None:
        """For an experiment that may start now; what has started has its own."""
        if known is None or known["state"] == DRAFT:
            return value_cap(self.store, self.site.site, self.now())
        return None

    def _known(self, id: str) -> Document | None:
        return self.store.definitions(self.site.site, KIND).get(id)


def _done(action: str, before: Document, after: Document) -> str:
    """What was done, for the log: to set may be to start as well, and a draft concerns no visitor."""
    if action == "set" and after["state"] == DRAFT:
        return "draft"
    return "start" if before["state"] == DRAFT and action == "set" else action


def _with_plan(document: Document, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with the plan that follows from them: other weights need other numbers of persons."""
    given = fields.get("variations")
    weights = weights_of(document) if given is None else {name: one["weight"] for name, one in given.items()}
    planned = with_persons(fields.get("planned", document["planned"]), weights)
    return {**fields, "planned": planned} if planned != document["planned"] else dict(fields)


def _shown(id: str, body: Mapping[str, Any]) -> Document:
    """A document as the API gives it."""
    return {"id": id, **complete(id, body)}


def _missing(id: str) -> Document:
    raise NotFound(f"There is no experiment {id!r}.")
