"""The syntax trees of modules, for tests that look at code."""

from __future__ import annotations

import ast
import gc
from pathlib import Path


def syntax_of(path: Path) -> ast.Module:
    """The tree of a module.

    No garbage is collected meanwhile: a finalizer that prints a traceback parses, too (of a browser of an earlier test,
    say), and CPython 3.11 then loses count of how deep it is: https://github.com/python/cpython/issues/106905
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(path.read_text("utf-8"))
    finally:
        if collecting:
            gc.enable()
