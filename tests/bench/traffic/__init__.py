"""Realistic traffic, made up from a seed: people who come back, what they are shown, read, click, buy and send back."""

from tests.bench.traffic.stream import FIRST_DAY, Traffic

__all__ = ["FIRST_DAY", "Traffic"]
