"""The committed beheld.js is what its sources say, light enough, and built with what the lock file names."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A fresh build. It fails if the snippet has become too heavy."""
    directory = tmp_path_factory.mktemp("built")
    ran = subprocess.run(["node", "static/build.mjs", str(directory)], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return directory


@pytest.mark.parametrize("name", [path.name for path in STATIC.glob("beheld*.js*")])
def test_the_committed_file_is_what_the_sources_build(built, name):
    assert (STATIC / name).read_bytes() == (built / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "source"),
    [("beheld.js", "snippet/main.js"), ("beheld-seen.js", "seen/seen.js"), ("beheld-plans.js", "plans/plans.js")],
)
def test_the_map_leads_to_the_sources(name, source):
    sources = json.loads((STATIC / f"{name}.map").read_text())["sources"]
    assert source in sources
    assert all((STATIC / source).is_file() for source in sources)


def test_the_lock_file_pins_what_builds_it_and_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
