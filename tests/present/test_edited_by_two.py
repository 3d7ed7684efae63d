"""Two people open the same form: who saves last sees first what the other has stored."""

from __future__ import annotations

import re

import pytest

from tests.present.desk import Desk
from tests.present.reading import Filled

COST = {"campaign": "summer", "amount": "12", "day_from": "2026-01-01", "text": "Pictures"}
BANNER = {"variations": {"control": 1, "wide": 1}}

EDITED = [
    # What is opened, what the other and I write into which field, and which field only the other has touched.
    ("/settings/actions?id=hero", ("name", "Theirs", "Mine"), ("kind", "popup")),
    ("/settings/costs?id=pictures", ("amount", "13", "14"), ("text", "Paper")),
    ("/settings/collection", ("min_ms", "500", "900"), ("purchases_need_secret", "yes")),
    ("/settings/money", ("margin", "30 %", "40 %"), ("category_margins", "tea=50 %")),
    ("/experiments/edit?experiment=bar", ("name", "Theirs", "Mine"), ("variations", "control 1\r\nwide 3")),
]


@pytest.fixture(autouse=True)
def registered(desk: Desk) -> None:
    desk.sign_in_as(desk.person("owner").email)
    desk.store.put_definition(1, "actions", "hero", {"name": "Hero", "kind": "banner"})
    desk.store.put_definition(1, "costs", "pictures", COST)
    assert desk.ask("experiments/bar", key="admin", method="PUT", json=BANNER).status_code == 200


def the_form(html: str) -> tuple[str, dict[str, str]]:
    """The form of the page that carries a version: where it goes, and what it sends untouched."""
    (form,) = [each for each in re.findall(r"<form.*?</form>", html, re.DOTALL) if 'name="version"' in each]
    (action,) = re.findall(r'^<form[^>]* action="([^"]+)"', form)
    return action, Filled(form).sent


@pytest.mark.parametrize(("address", "both", "theirs"), EDITED)
def test_the_last_to_save_sees_what_the_other_stored_and_may_save_again(
    desk: Desk, address: str, both: tuple[str, str, str], theirs: tuple[str, str]
) -> None:
    action, opened = the_form(desk.page(address))
    name, their_value, my_value = both
    other = opened | {name: their_value, theirs[0]: theirs[1]}
    mine = opened | {name: my_value}
    assert desk.post(action, **other).status_code == 303
    answer = desk.post(action, **mine)
    assert answer.status_code == 400
    assert "Somebody else saved this after you opened it" in answer.text
    shown = dict(re.findall(r'<p class="field-error" id="([^"]+)-error">Stored now: (.*?) *</p>', answer.text))
    assert set(shown) == {name, theirs[0]}
    assert shown[name] == their_value
    assert the_form(desk.page(address))[1][name] == their_value, "nothing is saved"
    _, again = the_form(answer.text)
    assert again | {"version": ""} == mine | {"version": ""}
    assert desk.post(action, **again).status_code == 303
    _, stored = the_form(desk.page(address))
    assert stored[name] == my_value
    assert stored.get(theirs[0]) == opened.get(theirs[0])


@pytest.mark.parametrize(("address", "both", "theirs"), EDITED)
def test_storing_the_same_disturbs_nobody(
    desk: Desk, address: str, both: tuple[str, str, str], theirs: tuple[str, str]
) -> None:
    action, opened = the_form(desk.page(address))
    same = opened | {both[0]: both[1]}
    assert desk.post(action, **same).status_code == 303
    assert desk.post(action, **same).status_code == 303


def test_what_was_deleted_meanwhile_is_defined_anew_on_demand(desk: Desk) -> None:
    action, opened = the_form(desk.page("/settings/actions?id=hero"))
    desk.post("/settings/actions/delete", id="hero")
    answer = desk.post(action, **opened)
    assert answer.status_code == 400
    assert "Somebody else deleted this after you opened it" in answer.text
    assert desk.store.definitions(1, "actions") == {}
    form = next(each for each in re.findall(r"<form.*?</form>", answer.text, re.DOTALL) if 'id="define"' in each)
    assert desk.post(action, **Filled(form).sent).status_code == 303
    assert desk.store.definitions(1, "actions") == {"hero": {"name": "Hero", "kind": "banner"}}
