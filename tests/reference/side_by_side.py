"""A collector with a stream in it, asked over HTTP the same questions as the reference."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask.testing import FlaskClient

from collector import create_app
from collector.config import Config
from collector.facts.refresh import refresh
from collector.store import open_store

from .chance import DAY, sender
from .figures import Reports
from .question import MODELS, Figures, Question
from .selling import RATES
from .stream import VALUED, Stream

AGENTS = {
    "desktop": {"user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
    "phone": {
        "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.5 Mobile/15E148 Safari/604.1"
    },
    "robot": {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    "server": {},
}
BATCH = 400
GOALS = ("call", "contact")
"""Known from the start, also where a stream never reaches one."""
OF_ALL = ("from", "to", "segment", "by", "model")
OF_IMPRESSIONS = (*OF_ALL, "action", "campaign", "min_fraction", "min_ms")
REPORTS = {
    "actions": (*OF_IMPRESSIONS, "goal", "window"),
    "attribution": (*OF_IMPRESSIONS, "goal", "window"),
    "delivery": OF_IMPRESSIONS,
    "recommendations": (*OF_IMPRESSIONS, "window"),
    "visits": OF_ALL,
    "engagement": (*OF_IMPRESSIONS, "goal"),
    "content": OF_IMPRESSIONS,
    "goals": OF_ALL,
    "customers": OF_ALL,
    "retention": OF_ALL,
    "baseline": ("from", "to", "segment", "by"),
}
"""Each report with the parameters that it takes."""
PARTED = REPORTS | {"campaigns": (*OF_IMPRESSIONS, "goal", "window"), "depth": OF_IMPRESSIONS}
MISSING = object()
WITH_ROWS = {"actions", "delivery", "engagement", "content", "goals", "recommendations.rows"} | {
    f"attribution.models.{model}" for model in MODELS
}


class SideBySide:
    """A site of the stream's time zone, with rates and goal values; the stream is sent in two halves."""

    def __init__(self, stream: Stream, folder: Path) -> None:
        self.stream = stream
        config = Config.from_environment({"BEHELD_STORE": f"sqlite:///{folder / 'beheld.db'}"})
        self.store = open_store(config.store)
        site = self.store.add_site("shop", time_zone=stream.time_zone, currency="EUR").site
        self.store.set_settings(site, {"max_public_value": stream.believed})
        for currency, days in RATES.items():
            for since, rate in days.items():
                self.store.set_rate(site, currency, since, rate)
        self.keys = {kind: self.store.add_key(site, kind) for kind in ("public", "secret", "read", "admin")}
        self.client: FlaskClient = create_app(config, self.store).test_client()
        for goal in GOALS:
            headers = {"Authorization": f"Bearer {self.keys['admin']}"}
            body = {"value": VALUED[goal]} if goal in VALUED else {"name": goal}
            answer = self.client.put(f"/api/v1/goals/{goal}", json=body, headers=headers)
            assert answer.status_code in (200, 201), answer.json
        for (key, agent, day), events in groupby(stream.events, key=sender):
            with received_soon_after(day) if day else nullcontext():
                self.send(key, agent, list(events))
        while refresh(self.store):
            pass

    def send(self, key: str, agent: str, events: list[dict[str, Any]]) -> None:
        for start in range(0, len(events), BATCH):
            plain = [
                {name: value for name, value in event.items() if not name.startswith("_")}
                for event in events[start : start + BATCH]
            ]
            body = {"key": self.keys[key], "events": plain, "context": AGENTS[agent]}
            answer = self.client.post("/v1/events", json=body)
            assert answer.status_code == 202, answer.json
            assert answer.get_json()["rejected"] == [], answer.get_json()["rejected"]
        refresh(self.store)

    def ask(self, name: str, **more: str) -> dict[str, Any]:
        answer = self.client.get(
            f"/api/v1/reports/{name}",
            query_string={parameter: value for parameter, value in more.items() if parameter in PARTED[name]},
            headers={"Authorization": f"Bearer {self.keys['read']}"},
        )
        assert answer.status_code == 200, answer.json
        recorded: dict[str, Any] = answer.get_json()
        return recorded

    def question(self, **more: Any) -> Question:
        middle = date.fromisoformat(self.stream.middle)
        days = {"first": str(middle - timedelta(3)), "last": str(middle + timedelta(2))}
        site = {"time_zone": self.stream.time_zone, "rates": RATES, "valued": VALUED, "believed": self.stream.believed}
        return Question(**days | site | more)

    def differences(self, query: Question) -> list[str]:
        """Where the collector and the reference differ on one question."""
        wanted = Reports(self.stream.events, query)
        found = self.found(query)
        lines = self.by_part("content", "item", query, wanted.content_by_item())
        for by in ("item", "position"):
            lines += self.by_part("recommendations", by, query, wanted.by_item(by))
        return lines + [line for name in REPORTS for line in differences(found[name], getattr(wanted, name)(), name)]

    def parting(self, by: str, query: Question) -> list[str]:
        """Where a row of a value of a dimension is not what is answered for that segment alone."""
        more = parameters(query)
        lines = []
        for name in PARTED:
            parted: dict[str | None, list[Figures]] = {}
            for row in self.ask(name, **more, by=by)["rows"]:
                parted.setdefault(row.pop(by), []).append(without_places(row))
            for value, rows in parted.items():
                alone = self.ask(name, **more, segment=f"{by}:{value or '(none)'}")["rows"]
                wanted = [
                    without_places({k: v for k, v in row.items() if k not in ("bots_left_out", by)}) for row in alone
                ]
                if sorted(rows, key=str) != sorted(wanted, key=str):
                    lines.append(f"{name} by {by} {value}: {rows} and alone {wanted}")
        return lines

    def by_part(self, name: str, by: str, query: Question, expected: dict[tuple[str, Any], Figures]) -> list[str]:
        """Where a report by item or by position differs."""
        rows = self.ask(name, **parameters(query), by=by)["rows"]
        found = {(row["action"], row[by]): row for row in rows}
        extra = [f"{name} by {by} {key}: unexpected" for key in found.keys() - expected.keys()]
        return extra + differences(found, expected, f"{name} by {by}")

    def found(self, query: Question) -> dict[str, Any]:
        """The collector's answers in the form of the reference's."""
        more = parameters(query)
        reports = {name: self.ask(name, **more) for name in REPORTS if name != "attribution"}
        attribution = self.ask("attribution", **more, model="all")
        models: dict[str, Figures] = {}
        for row in attribution["rows"]:
            models.setdefault(row["model"], {})[row["action"]] = row
        delivery: dict[str, dict[str, int]] = {}
        for row in reports["delivery"]["rows"]:
            reason = row["reason"] if row["state"] == "undelivered" else f"skipped: {row['reason']}"
            delivery.setdefault(row["action"], {})[reason] = row["impressions"]
        by_action = {
            name: {row["action"]: row for row in reports[name]["rows"]}
            for name in ("actions", "recommendations", "engagement", "content")
        }
        recommendations = reports["recommendations"] | {"rows": by_action.pop("recommendations")}
        return by_action | {
            "attribution": {"total": attribution["total"], "models": models},
            "delivery": delivery,
            "recommendations": recommendations,
            "visits": reports["visits"]["total"],
            "goals": {row["goal"]: row for row in reports["goals"]["rows"]},
            "customers": reports["customers"]["total"],
            "retention": retention_of(reports["retention"]),
            "baseline": reports["baseline"]["total"],
        }


def retention_of(answer: dict[str, Any]) -> dict[str, Any]:
    """Units and cohorts by name."""
    units = {row["name"]: row for row in answer["rows"]}
    cohorts = {f"cohort {row['cohort']}": {"persons": row["persons"]} | dict(enumerate(row["retention"]))
               for row in answer["cohorts"]}  # fmt: skip
    return units | cohorts


def received_soon_after(day: int) -> AbstractContextManager[Any]:
    """What is sent with a public key must be fresh: the clock of those who receive it, at the end of that day."""
    return patch("time.time_ns", return_value=(day + 1) * DAY * 1_000_000)


def without_places(row: Figures) -> Figures:
    """Ranks and flags compare a row with others."""
    return {name: value for name, value in row.items() if name not in ("rank", "flags")}


def parameters(query: Question) -> dict[str, str]:
    """A question as the API takes it."""
    more = {"from": query.first, "to": query.last, "goal": query.goal, "window": f"{query.window // 3_600_000}h"}
    if query.min_fraction:
        more["min_fraction"] = str(query.min_fraction)
    if query.min_ms:
        more["min_ms"] = str(query.min_ms)
    if query.action:
        more["action"] = query.action
    if query.campaign:
        more["campaign"] = query.campaign
    if query.segment:
        more["segment"] = f"{query.segment[0]}:{query.segment[1] or '(none)'}"
    return more


def differences(found: Any, wanted: Any, where: str) -> list[str]:
    """Each place where two trees of figures differ; a row that is missing is a row of nothing."""
    if not isinstance(wanted, dict):
        return [] if same(found, wanted) else [f"{where}: found {found}, wanted {wanted}"]
    rows = {} if found is MISSING else found
    lines = [line for name in wanted for line in differences(rows.get(name, MISSING), wanted[name], f"{where}.{name}")]
    if where in WITH_ROWS:
        lines += [f"{where}.{name}: unexpected" for name in rows.keys() - wanted.keys() if tells(rows[name])]
    return lines


def tells(row: Any) -> bool:
    """Whether a row has any figure but nothing."""
    if not isinstance(row, dict):
        return bool(row)
    if "seen" in row:
        return bool(row["seen"]["sessions"])
    names = (
        "executed",
        "ghost_executed",
        "skipped",
        "conversions",
        "found_orders",
        "sessions_added_to_cart",
        "delivered",
    )
    return any(row.get(name) for name in names)


def same(found: Any, wanted: Any) -> bool:
    if found is MISSING:
        return not wanted
    if wanted is None or found is None:
        return found is wanted
    return bool(abs(float(found) - wanted) < 2e-6 * max(1, abs(wanted)))
