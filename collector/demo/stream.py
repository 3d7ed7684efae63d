"""The whole simulation: the events of any number of persons in the thirty days before a day, by a seed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from collector.demo.bots import crawl
from collector.demo.devices import MAIL, some_source
from collector.demo.diary import Diary, Event, Names
from collector.demo.letters import send_letter, subscribe
from collector.demo.persons import DAYS, HOUR_MS, REGULAR, TIME_ZONE, Person, some_person
from collector.demo.visit import Visit

ONE_IN = 45
"""so many persons come with one bot"""
GETS_LETTERS = 0.6
BROWSES_ON_PHONE_FIRST = 0.6


def events_of(seed: int, number: int, *, day: date, shop: str) -> list[Event]:
    """All events of one person, in order of time, all of them before `day` begins where the shop is.

    The same seed and number behave alike on every day; their ids differ from day to day, so that two days' simulations
    are different people.
    """
    random = Random(f"{seed}/{number}")
    began = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(TIME_ZONE)) - timedelta(days=DAYS)
    diary = Diary(Names("beheld demo", seed, day, number), round(began.timestamp() * 1000))
    if number % ONE_IN == ONE_IN - 1:
        crawl(random, diary, shop=shop)
    else:
        _live(some_person(random, diary.names), diary, shop)
    return list(diary)


def _live(person: Person, diary: Diary, shop: str) -> None:
    for count, start in enumerate(person.visits):
        browser = person.browsers[-1]
        if len(person.browsers) > 1 and (count == 0 or person.chance(BROWSES_ON_PHONE_FIRST)):
            browser = person.browsers[0]
        known = any(one.signed_in for one in person.browsers)
        wrote = known and person.chance(GETS_LETTERS) and send_letter(person, diary, before=start)
        visit = Visit(person, browser, diary, shop=shop, at=start)
        visit.walk(MAIL if wrote else some_source(person.random))
        if person.habit is REGULAR and count:
            _become_known(person, visit, diary)


def _become_known(person: Person, visit: Visit, diary: Diary) -> None:
    """Regulars sign in on each of their devices, and are asked into the club when they first do."""
    first = not any(one.signed_in for one in person.browsers)
    visit.sign_in()
    if first:
        subscribe(person, diary, after=visit.clock + HOUR_MS / 6)
