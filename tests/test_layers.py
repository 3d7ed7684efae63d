"""Data moves one way, and so do imports: wire, schemas, store, facts, reports, present. Joints see everything."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.syntax import syntax_of

ROOT = Path(__file__).parents[1]
COLLECTOR = ROOT / "collector"
LEAVES = {
    "clock", "event", "config", "errors", "finding", "logs", "cookies", "rate_limit", "rules", "sql_files",
    "allocation", "compression",
}  # fmt: skip
JOINTS = {
    "__init__", "__main__", "app", "cli", "error_answers", "promoter",
    "serve", "serve_connections", "serve_facts", "serve_worker",
}  # fmt: skip
# The schemas import nothing and only describe, so those who give back what was sent may read them too.
MAY_IMPORT = {
    "wire": {"schemas", "store", "experiments"},
    "schemas": set(),
    "experiments": set(),
    "store": set(),
    "facts": {"store"},
    "reports": {"store", "schemas", "experiments"},
    "present": {"reports", "store", "schemas", "experiments"},
    "demo": {"present", "reports", "facts", "store", "schemas", "experiments", "wire", "serve"},
}
OF_MODELS = {"numpy", "scipy"}
"""What models are computed with: pure as well, and loaded only by whoever asks for a model."""
PURE = (
    COLLECTOR / "reports" / "moments.py",
    *sorted((COLLECTOR / "reports" / "stats").glob("*.py")),
    COLLECTOR / "allocation.py",
    *sorted((COLLECTOR / "experiments").glob("*.py")),
)


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the collector with the layer it is in."""
    for path in sorted(COLLECTOR.rglob("*.py")):
        yield path.relative_to(COLLECTOR).parts[0].removesuffix(".py"), path


def imported(path: Path) -> Iterator[str]:
    """What a module imports when it runs; what it only names in annotations is no dependency."""
    tree = syntax_of(path)
    typing_only = {
        below
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for part in node.body
        for below in ast.walk(part)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layers_imported(path: Path) -> set[str]:
    """The layers of the collector that a module imports from."""
    names = [name.split(".") for name in imported(path)]
    return {parts[1] if len(parts) > 1 else "__init__" for parts in names if parts[0] == "collector"}


def of_ours(path: Path) -> str:
    """How a file is named in a failure."""
    return str(path.relative_to(ROOT))


def test_imports_run_in_one_direction() -> None:
    wrong = {}
    for layer, path in modules():
        allowed = set() if layer in LEAVES else MAY_IMPORT.get(layer, set()) | LEAVES | {layer}
        if layer not in JOINTS and (beyond := layers_imported(path) - allowed):
            wrong[of_ours(path)] = beyond
    assert wrong == {}
    assert {layer for layer, _ in modules()} - JOINTS - LEAVES == set(MAY_IMPORT)


def test_only_the_command_line_knows_the_demo() -> None:
    others = [path for layer, path in modules() if layer not in ("cli", "demo")]
    assert len(others) > 200
    assert [of_ours(path) for path in others if "demo" in layers_imported(path)] == []


def test_the_shop_knows_nothing_of_its_simulated_visitors() -> None:
    for path in sorted((COLLECTOR / "demo" / "shop").glob("*.py")):
        of_the_demo = [name for name in imported(path) if name.startswith("collector.demo")]
        assert [name for name in of_the_demo if not name.startswith("collector.demo.shop.")] == [], path


def test_the_sdk_works_without_the_collector() -> None:
    for path in sorted((ROOT / "sdk_py").rglob("*.py")):
        outermost = {name.split(".")[0] for name in imported(path)}
        assert "flask" not in outermost, path
        assert "collector" not in outermost or path.name == "command.py", path


def test_what_computes_is_pure() -> None:
    for path in PURE:
        outermost = {module.split(".")[0] for module in imported(path)} - {"__future__", "collector", *OF_MODELS}
        assert outermost <= sys.stdlib_module_names - {"os", "time", "sqlite3"}, path
        assert layers_imported(path) <= {"reports", "experiments", "allocation", "errors"}, path


OF_THE_ENGINE = re.compile(
    r"sqlite|\bpragma\b|\.connect\(|\.cursor\(|write_lock|busy_timeout|errorcode|\browid\b|-wal\b|json_each", re.I
)
OUTSIDE = [path for layer, path in modules() if layer != "store"] + [
    path for path in sorted((COLLECTOR / "store").glob("*.py")) if path.name not in ("__init__.py", "engines.py")
]
SCRATCH = COLLECTOR / "cli" / "imports"
"""Puts the lines of orders together in a file of its own, which is no store."""
MAY_NAME_IT = {
    COLLECTOR / "config.py": "the default",
    COLLECTOR / "demo" / "site.py": "an example for people",
    SCRATCH / "order_lines.py": "a file of its own",
}


def named_of_the_engine(code: str) -> list[str]:
    """What a text in Python names of the engine, outside its docstrings."""
    return OF_THE_ENGINE.findall(ast.unparse(without_docstrings(ast.parse(code))))


def test_nothing_outside_its_folder_knows_the_engine() -> None:
    """No module of another room or of the protocol names the engine, a connection, a lock or an error of its own."""
    assert len(OUTSIDE) > 300
    for path in OUTSIDE:
        assert (named_of_the_engine(path.read_text("utf-8")) != []) == (path in MAY_NAME_IT), path
        assert [name for name in imported(path) if name.startswith("collector.store.sqlite")] == [], path
    for path in sorted(COLLECTOR.rglob("*.sql")):
        if path.relative_to(COLLECTOR).parts[0] != "store" and path.parent != SCRATCH:
            assert OF_THE_ENGINE.findall(path.read_text("utf-8")) == [], path


@pytest.mark.parametrize(
    "code",
    [
        "import sqlite3", "from sqlite_utils import Database", "store.query('pragma user_version')",
        "from collector.store import SqliteStore", "try: f()\nexcept Error as error: error.sqlite_errorcode",
        "os.stat(f'{path}-wal')", "query('select value from json_each(:ids)')",
    ],
)  # fmt: skip
def test_what_names_the_engine_is_found(code: str) -> None:
    assert named_of_the_engine(code)


LOADS_LATE = {COLLECTOR / "__init__.py": ["__getattr__"]}
"""The package loads its app when it is used first, which only a function in it can do."""


def test_a_package_names_what_it_offers_and_does_nothing_itself() -> None:
    for path in sorted((*COLLECTOR.rglob("__init__.py"), *(ROOT / "sdk_py").rglob("__init__.py"))):
        nodes = ast.walk(syntax_of(path))
        made = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        assert made == LOADS_LATE.get(path, []), path


def test_the_package_s_rooms_are_what_it_is_known_by() -> None:
    """`from collector import reports` is the room, and not a module of that name that the joint has imported."""
    import collector

    rooms = [folder.name for folder in COLLECTOR.iterdir() if (folder / "__init__.py").exists()]
    known = {room: getattr(collector, room, None) for room in rooms}
    shadowed = [room for room, found in known.items() if found and found.__name__ != f"collector.{room}"]
    assert shadowed == []


def without_docstrings(tree: ast.Module) -> ast.Module:
    """The code without what it says of itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body[0] = ast.Pass()
    return tree
