"""The snippet's modules import in one direction: each can be read after those it needs, and none is left over.

That later files import of the core what holds no state only, eslint checks.
"""

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PARTS = ("snippet", "seen", "plans", "survey", "ga4", "debug")
STATIC = Path(__file__).parents[2] / "static"
ENTRIES = ("snippet/full.js", "ga4/ga4.js", "debug/debug.js")
IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.[^"']+)["']""", re.MULTILINE)


def imports_of(path: Path) -> set[Path]:
    """The modules that a module imports."""
    return {(path.parent / name).resolve() for name in IMPORT.findall(path.read_text())}


def in_order(start: Path) -> list[Path]:
    """A module and all that it needs, each after those it imports."""
    graph: dict[Path, set[Path]] = {}
    waiting = [start.resolve()]
    while waiting:
        path = waiting.pop()
        if path not in graph:
            graph[path] = imports_of(path)
            waiting += graph[path]
    return list(TopologicalSorter(graph).static_order())


def test_no_imports_go_in_circles_and_none_is_left_over():
    order = [path for entry in ENTRIES for path in in_order(STATIC / entry)]
    sources = {path for part in PARTS for path in (STATIC / part).glob("*.js")}
    assert set(order) == sources


@pytest.mark.parametrize(
    "line", ['import { b } from "./b.js";', 'export {\n  b,\n} from "./b.js";', 'import "./b.js";']
)
def test_a_circle_would_be_found(tmp_path, line):
    (tmp_path / "a.js").write_text(f"// a comment\n{line}\n")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\n')
    with pytest.raises(CycleError, match="cycle"):
        in_order(tmp_path / "a.js")
