"""The whole simulation: the events of any number of persons in the three months before a day, by a seed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from random import Random

from collector.demo.simulation.bots import crawl
from collector.demo.simulation.calendar import Calendar
from collector.demo.simulation.devices import MAIL, some_source
from collector.demo.simulation.emails import Membership, send_email, subscribe, think_again
from collector.demo.simulation.event_log import Event, EventLog, Names
from collector.demo.simulation.experiments import Schedule
from collector.demo.simulation.parcels import say_of_parcels
from collector.demo.simulation.persons import REGULAR, Person, some_person
from collector.demo.simulation.session import Session
from collector.rules import HOUR_MS

ONE_IN = 45
"""so many persons come with one bot"""
GETS_EMAILS = 0.6
BROWSES_ON_PHONE_FIRST = 0.6


def events_of(seed: int, number: int, *, day: date, shop: str, schedule: Schedule | None = None) -> list[Event]:
    """All events of one person, in order of time, all of them before `day` begins where the shop is.

    The same seed and number behave alike on every such day of the week and of the month; their ids differ from day to
    day, so that two days' simulations are different people. The shop's experiments are run in the days before that
    day, or as the `schedule` has them.
    """
    random = Random(f"{seed}/{number}")
    log = EventLog(Names("beheld demo", seed, day, number), _calendar(day), schedule or _schedule(day))
    if number % ONE_IN == ONE_IN - 1:
        crawl(random, log, shop=shop)
    else:
        membership = _live(some_person(random, log.names, log.calendar), log, shop)
        if membership:
            think_again(membership, log, Random(f"tea club {seed}/{number}"))
        say_of_parcels(log, Random(f"parcels {seed}/{number}"))
    return list(log)


_calendar = lru_cache(1)(Calendar)
_schedule = lru_cache(1)(Schedule)


def _live(person: Person, log: EventLog, shop: str) -> Membership | None:
    """All sessions of a person; their membership of the club, if they joined."""
    membership = None
    for count, start in enumerate(person.sessions):
        browser = person.browsers[-1]
        if len(person.browsers) > 1 and (count == 0 or person.chance(BROWSES_ON_PHONE_FIRST)):
            browser = person.browsers[0]
        known = any(one.signed_in for one in person.browsers)
        followed_email = known and person.chance(GETS_EMAILS) and send_email(person, log, before=start)
        session = Session(person, browser, log, shop=shop, at=start)
        session.walk(MAIL if followed_email else some_source(person.random))
        if person.habit is REGULAR and count:
            membership = _become_known(person, session, log) or membership
    return membership


def _become_known(person: Person, session: Session, log: EventLog) -> Membership | None:
    """Regulars sign in on each of their devices, and are invited into the club when they first do."""
    first = not any(one.signed_in for one in person.browsers)
    session.sign_in()
    return subscribe(person, log, after=session.clock + HOUR_MS / 6) if first else None
