"""The committed beheld.js is what its sources say, light enough, and built with what the lock file names."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
ROOMS = ("snippet", "seen", "plans", "survey", "ga4", "debug")


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


def test_short_names_stand_for_one_name_each_and_for_none_that_pages_know():
    """Nor for what is looked up by a text."""
    short = dict(re.findall(r'(\w+): "(\w+)"', (STATIC / "short_names.mjs").read_text()))
    assert len(short) > 20
    sources = [path.read_text() for room in ROOMS for path in (STATIC / room).glob("*.js")]
    assert len(set(short.values())) == len(short)
    types = (STATIC / "beheld.d.ts").read_text()
    of_pages = re.findall(r"^\s*(\w+)\??:", types, re.MULTILINE) + re.findall(r'"(\w+)"', types)
    assert {"place", "close"} <= set(of_pages)
    assert not set(short) & set(of_pages)
    assert not [name for name in short if not any(re.search(rf"\b{name}\b", text) for text in sources)]
    assert not [
        name
        for name in short
        if any(re.search(rf"""joined\[["']{name}|ask\("\w+", "{name}""", text) for text in sources)
    ]


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
