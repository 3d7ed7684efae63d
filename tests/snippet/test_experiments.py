"""Experiments: the page and the server give a visitor the same variation, without asking each other."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.chromium import wait_until_true

WEIGHTS = {"hero": {"control": 1, "b": 1, "a": 2}, "größe": {"x": 0.5, "y": 0, "z": 0.25}}
ASSIGN = Path(__file__).parents[2] / "static/snippet/assign.js"


def variation_by_hand(experiment, visitor, weights):
    """The rule once more, in other words: FNV-1a, MurmurHash3's last step, cumulated weights in the order of names."""
    point = 0x811C9DC5
    for byte in f"{experiment}:{visitor}".encode():
        point = (point ^ byte) * 0x01000193 % 2**32
    for factor, shift in ((0x85EBCA6B, 16), (0xC2B2AE35, 13)):
        point = (point ^ point >> shift) * factor % 2**32
    point = (point ^ point >> 16) / 2**32 * sum(weights.values())
    for name in sorted(weights):
        if point < weights[name]:
            return name
        point -= weights[name]
    raise AssertionError


def test_every_visitor_gets_the_variation_that_the_rule_gives():
    cases = [(experiment, f"visitor-{n}") for experiment in WEIGHTS for n in range(500)]
    script = f"""import {{ assign }} from {json.dumps(ASSIGN.as_uri())};
        const weights = {json.dumps(WEIGHTS)};
        console.log(JSON.stringify({json.dumps(cases)}.map(([e, v]) => assign(e, v, weights[e]))));"""
    ran = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [variation_by_hand(e, v, WEIGHTS[e]) for e, v in cases]


def test_weights_are_kept():
    drawn = [variation_by_hand("hero", f"visitor-{n}", WEIGHTS["hero"]) for n in range(4000)]
    assert {name: round(drawn.count(name) / 4000, 1) for name in "ab"} == {"a": 0.5, "b": pytest.approx(0.25, abs=0.06)}


def test_the_page_is_told_its_variation_as_soon_as_it_is_known(visit):
    visit.collector.store.set_settings(visit.collector.site.site, {"experiments": WEIGHTS})
    visit.open("<p>Hello")
    told = visit.page.evaluate("new Promise(tell => beheld('variation', 'hero', tell))")
    visitor = visit.page.evaluate("document.cookie.split('=')[1]")
    assert told == variation_by_hand("hero", visitor, WEIGHTS["hero"])
    assert visit.page.evaluate("beheld('variation', 'hero')") == told


def test_a_returning_visitor_is_told_at_once_even_if_the_collector_is_down(visit):
    visit.collector.store.set_settings(visit.collector.site.site, {"experiments": WEIGHTS})
    visit.open("<p>Hello")
    told = visit.page.evaluate("new Promise(tell => beheld('variation', 'hero', tell))")
    visit.page.route("**/v1/config*", lambda route: route.abort())
    visit.page.goto(visit.shop.url("/"))
    wait_until_true(visit.page, "window.beheld && beheld.started")
    assert visit.page.evaluate("beheld('variation', 'hero')") == told


TOLD = "new Promise(tell => beheld('variation', 'hero', v => tell(String(v))))"


def test_where_there_is_no_such_experiment_the_page_is_told_null(visit):
    visit.open("<p>Hello")
    assert visit.page.evaluate(TOLD) == "null"
    assert visit.page.evaluate("beheld('variation', 'hero')") is None


def test_where_the_collector_cannot_be_had_the_page_is_told_null(visit):
    visit.page.route("**/v1/config*", lambda route: route.abort())
    visit.open("<p>Hello")
    assert visit.page.evaluate(TOLD) == "null"


def test_an_experiment_in_which_nothing_has_a_weight_has_no_variation(visit):
    visit.collector.store.set_settings(visit.collector.site.site, {"experiments": {"hero": {"a": 0, "b": 0}}})
    visit.open("<p>Hello")
    assert visit.page.evaluate(TOLD) == "null"


def test_a_page_that_writes_down_what_nobody_knew_makes_no_variation_of_it(visit):
    """Frameworks write "undefined" or "null" into attributes."""
    visit.open("".join(f'<p data-bh-action="{v}" data-bh-variation="{v}">{v}</p>' for v in ("undefined", "null", "")))
    visit.page.evaluate("""beheld("variation", "hero", (variation) => {
        const place = document.body.appendChild(document.createElement("p"));
        place.innerHTML = "Hello";
        Object.assign(place.dataset, { bhAction: "hero", bhVariation: variation, bhCampaign: undefined });
    })""")
    visit.until("deliver", action="hero")
    visit.leave()
    assert {(event["action"], event["variation"]) for event in visit.stored("execute")} == {("hero", None)}


def test_whoever_refused_is_in_no_experiment(visit):
    visit.collector.store.set_settings(visit.collector.site.site, {"experiments": WEIGHTS})
    visit.shop["/"] = visit.collector.snippet('data-consent="denied"')
    visit.page.goto(visit.shop.url("/"))
    wait_until_true(visit.page, "window.beheld && beheld.started")
    assert visit.page.evaluate(TOLD) == "null"
