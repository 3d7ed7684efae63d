"""What was typed wrong, or fails: the bar says it at its fields and keeps them, and a fault takes away no more than it
must."""

from __future__ import annotations

import pytest

from collector.present.dashboard import experiment_reports as experiments
from collector.present.dashboard import page_reports
from tests.present.dashboard.experiment_reports import a_trial
from tests.present.desk import Desk
from tests.present.reading import Elements, a_visit

DAYS = "from=2026-01-01&to=2026-01-31"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGES = (
    "/overview", "/actions", "/actions/one?action=hero", "/campaigns", "/delivery", "/recommendations", "/content",
    "/engagement", "/goals", "/segments", "/customers", "/customers?by=first_delivered", "/retention", "/satisfaction",
    "/baseline", "/subscriptions", "/calculators", "/incremental", "/experiments", "/experiments/one?experiment=hero",
    "/experiments/one?experiment=hero&part=time",
)  # fmt: skip
FORM = "compare=previous&add_dimension=&add_value=&model=influenced&window=30d"


@pytest.fixture
def visited(desk: Desk) -> Desk:
    a_visit(desk.shop)
    desk.sign_in("admin")
    return desk


def field(page: Elements, id: str) -> dict[str, str | None]:
    """A field of the page by its id."""
    return next(attributes for _, attributes in page.elements if attributes.get("id") == id)


def chosen(html: str, name: str) -> bool:
    return f'<option value="{name}" selected>' in html


@pytest.mark.parametrize(
    ("typed", "at", "message"),
    [
        ("period=days&from=&to=&days_shown=/", "from", "Say the first and the last day."),
        ("period=28d&from=2026-01-05&to=&days_shown=/", "from", "Say the first and the last day."),
        ("period=days&from=2026-01-31&to=2026-01-01&days_shown=/", "to", "Lies before `from`."),
        ("period=days&from=1900-01-01&to=2026-01-01&days_shown=/", "from", "Out of range"),
    ],
)
def test_wrong_days_are_said_at_their_field_and_kept(visited: Desk, typed: str, at: str, message: str) -> None:
    answer = visited.client.get(f"/customers?{typed}&{FORM}&by=device&segment=device:phone")
    assert answer.status_code == 400
    page = Elements(answer.text)
    wrong = field(page, f"bar-{at}")
    assert (wrong["aria-invalid"], wrong["aria-describedby"]) == ("true", f"bar-{at}-error")
    assert field(page, f"bar-{at}-error")["class"] == "field-error"
    assert message in page.words
    given = dict(part.split("=", 1) for part in typed.split("&"))
    assert [field(page, f"bar-{name}")["value"] for name in ("from", "to")] == [given["from"], given["to"]]
    assert "Device: phone" in page.words, "the rest of the bar holds"
    assert any(each.get("name") == "by" and each["value"] == "device" for each in page.all("input"))


def test_a_segment_that_is_never_so_is_kept_in_its_fields(visited: Desk) -> None:
    address = f"/customers?{DAYS}&{FORM}&segment=browser:Firefox".replace("add_value=", "add_value=<b>")
    answer = visited.client.get(address.replace("add_dimension=", "add_dimension=device"), follow_redirects=True)
    assert answer.status_code == 400
    page = Elements(answer.text)
    assert field(page, "bar-value")["value"] == "<b>"
    assert chosen(answer.text, "device")
    assert "Browser: Firefox" in page.words
    assert [field(page, f"bar-{name}")["value"] for name in ("from", "to")] == ["2026-01-01", "2026-01-31"]


def test_days_that_were_typed_hold_without_choosing_other_days(visited: Desk) -> None:
    typed = f"/goals?period=28d&from=2026-01-01&to=2026-01-31&days_shown=/&{FORM}"
    assert visited.client.get(typed).headers["Location"] == "/goals?period=days&from=2026-01-01&to=2026-01-31"
    left = f"/goals?period=7d&from=2026-01-01&to=2026-01-31&days_shown=2026-01-01/2026-01-31&{FORM}"
    assert visited.client.get(left).headers["Location"] == "/goals?period=7d", "the days that it came with were left"


def test_reports_that_fail_leave_each_page_standing(visited: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a fault of ours too, such as a name that is not there."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError("a fault")

    a_trial(visited.shop)
    monkeypatch.setattr(page_reports.PageReports, "_reasons", fail)
    monkeypatch.setattr(page_reports, "report_answer", fail)
    monkeypatch.setattr(experiments, "experiments_answer", fail)
    fallen = {}
    for path in PAGES:
        answer = visited.client.get(path)
        words = Elements(answer.text).words
        if answer.status_code != 200 or "cannot be shown. It failed here; the server's log says why." not in words:
            fallen[path] = words
    assert fallen == {}


def test_a_number_beyond_what_a_database_counts_is_no_fault(visited: Desk) -> None:
    beyond = "9" * 30
    assert visited.client.get(f"/settings/changes?before={beyond}").status_code == 200
    assert visited.post(f"/settings/shares/{beyond}/revoke").status_code == 404


def test_a_wrong_address_of_a_person_is_named_at_its_field(visited: Desk) -> None:
    answer = visited.post("/settings/people", email="<nobody>", role="viewer")
    assert answer.status_code == 400
    page = Elements(answer.text)
    assert (field(page, "email")["value"], field(page, "email")["aria-describedby"]) == ("<nobody>", "email-error")
    assert "'<nobody>' is no e-mail address." in page.words


def test_people_get_a_page_where_we_fail_and_where_nothing_is(visited: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = visited.client.get("/actionz", headers=HTML)
    assert (nowhere.status_code, nowhere.mimetype) == (404, "text/html")
    assert "default-src 'none'" in nowhere.headers["Content-Security-Policy"]
    assert nowhere.headers["Cache-Control"] == "no-store"
    assert visited.client.get("/actionz").is_json, "programs get the shape they know"
    assert visited.client.get("/api/v1/nothing", headers=HTML).is_json
    monkeypatch.setattr("collector.present.pages.data_checks", None)
    fault = visited.client.get("/checks", headers=HTML)
    assert (fault.status_code, fault.mimetype) == (500, "text/html")
    assert "Something went wrong here" in fault.text
    assert "Overview" in Elements(fault.text).words, "one can go on from there"
    monkeypatch.setattr("collector.present.pages.render_template", None)
    assert visited.client.get("/checks", headers=HTML).is_json, "where even the page fails"
