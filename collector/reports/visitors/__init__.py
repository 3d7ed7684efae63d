"""The user report: finding somebody, and telling what they were shown and what they did."""

from collector.reports.visitors.export import stored_events
from collector.reports.visitors.finding import Search, find_visitors
from collector.reports.visitors.persons import Person, person_meant
from collector.reports.visitors.report import user_report

__all__ = ["Person", "Search", "find_visitors", "person_meant", "stored_events", "user_report"]
