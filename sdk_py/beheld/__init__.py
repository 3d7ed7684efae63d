"""Beheld for Python, under its own name: `from beheld import Beheld, Item`. Everything here is made in sdk_py."""

from sdk_py import *  # noqa: F403  what sdk_py's __all__ names, and no more
from sdk_py import __all__ as __all__
