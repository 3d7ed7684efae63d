"""The snippet's modules import in one direction: each can be read after those it needs, and none is left over."""

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SNIPPET = Path(__file__).parents[2] / "static/snippet"
IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["']\./([^"']+)["']""", re.MULTILINE)


def imports_of(directory: Path) -> dict[str, set[str]]:
    """What each module of a directory imports of the others."""
    return {path.name: set(IMPORT.findall(path.read_text())) for path in directory.glob("*.js")}


def in_order(directory: Path) -> list[str]:
    """The modules, each after those it imports."""
    return list(TopologicalSorter(imports_of(directory)).static_order())


def test_no_imports_go_in_circles():
    order = in_order(SNIPPET)
    assert len(order) > 20
    assert order[-1] == "main.js"


def test_every_module_is_there_and_used():
    imports = imports_of(SNIPPET)
    assert set().union(*imports.values()) == set(imports) - {"main.js"}


@pytest.mark.parametrize(
    "line", ['import { b } from "./b.js";', 'export {\n  b,\n} from "./b.js";', 'import "./b.js";']
)
def test_a_circle_would_be_found(tmp_path, line):
    (tmp_path / "a.js").write_text(f"// a comment\n{line}\n")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\n')
    with pytest.raises(CycleError, match="cycle"):
        in_order(tmp_path)
