"""The user report: finding somebody, and telling what they were shown and what they did."""

from collector.reports.visitor.export import stored_events
from collector.reports.visitor.persons import Person, person_meant
from collector.reports.visitor.report import user_report
from collector.reports.visitor.search import Search, find_visitors

__all__ = ["Person", "Search", "find_visitors", "person_meant", "stored_events", "user_report"]
