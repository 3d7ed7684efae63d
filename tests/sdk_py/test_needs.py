"""The SDK can be used alone: it needs requests and Python, and nothing of the collector."""

from __future__ import annotations

import subprocess
import sys

from tests.sdk_py.programs import ROOT

PROGRAM = """
import importlib, pkgutil, sys
import requests
there_already = {name.partition(".")[0] for name in sys.modules} | set(sys.stdlib_module_names)
import sdk_py
for module in pkgutil.iter_modules(sdk_py.__path__, "sdk_py."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules} - there_already))
"""


def test_the_sdk_imports_nothing_but_requests_and_python_itself() -> None:
    dropped = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=ROOT)
    assert dropped.stdout.split() == ["sdk_py"]
