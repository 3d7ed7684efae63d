"""static/beheld.d.ts describes the calls of a page to TypeScript."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent


def test_typescript_takes_right_calls_and_rejects_wrong_ones():
    options = ["--noEmit", "--strict", "--target", "es2020", "--lib", "dom,es2020", "--typeRoots", "none"]
    command = ["node", "node_modules/typescript/bin/tsc", *options, str(HERE / "typed_page.ts")]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
