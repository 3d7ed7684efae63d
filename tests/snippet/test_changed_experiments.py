"""A change of an experiment reaches pages that are open, and pages without experiments ask no more."""

import pytest

from tests.snippet.test_experiments import ALL_B, HERO_VARIATION, serve


def renewed(visit):
    """A page that will be asked when its settings are renewed next."""
    return visit.page.expect_response("**/v1/config*")


@pytest.fixture
def promoted(visit):
    """An open page whose experiment has changed since it asked."""
    serve(visit, hero=ALL_B)
    visit.open("<p>Hello", clock=True)
    assert visit.page.evaluate(HERO_VARIATION) == "b"
    visit.stop_time()
    serve(visit, hero=[[0, 10000, "c"]])
    return visit


def test_a_change_reaches_an_open_page_within_a_minute_and_holds_from_its_next_view_on(promoted):
    with renewed(promoted):
        promoted.pass_time(60)
    assert promoted.page.evaluate("beheld('variation', 'hero')") == "b"
    promoted.page.evaluate("history.pushState({}, '', '/next')")
    assert promoted.page.evaluate(HERO_VARIATION) == "c"
    assert promoted.page.evaluate(KEPT_SETTINGS) == [[0, 10000, "c"]]


KEPT_SETTINGS = """JSON.parse(Object.entries(localStorage).find(([name]) => name.endsWith(".settings"))[1])
    .experiments.hero.buckets"""


def test_a_page_that_comes_into_view_again_asks_again(promoted, hide):
    hide()
    promoted.pass_time(600)
    with renewed(promoted):
        hide(False)
    promoted.page.evaluate("history.pushState({}, '', '/next')")
    assert promoted.page.evaluate(HERO_VARIATION) == "c"


def test_a_new_view_asks_again(promoted):
    with renewed(promoted):
        promoted.page.evaluate("history.pushState({}, '', '/next')")


def test_a_page_of_a_site_without_experiments_asks_no_more(visit):
    visit.open("<p>Hello", clock=True)
    visit.collector.wait_for("page_view")
    visit.stop_time()
    before = len(visit.collector.requests)
    visit.pass_time(600)
    visit.page.evaluate("beheld('goal', { goal: 'g' })")
    visit.pass_time(2)
    visit.collector.wait_for("goal")
    assert not [request for request in visit.collector.requests[before:] if "config" in request.what]
