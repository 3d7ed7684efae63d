"""What a stranger can send who has the public key of a site, or none: one kind of attack in each module.

A module says in its first line what is done, and has `attack(target)`, which does it. What the collector answers is
watched by the target; what became of everybody else is looked at afterwards, by `siege.py`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from tests.torture.attacks.target import Target

Attack = Callable[[Target], None]


def all_attacks() -> dict[str, Attack]:
    """Every attack by its name, but those against which something is still to be done (`ENABLED = False`)."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return {
        name_of(module): module.attack for module in modules if getattr(module, "ENABLED", hasattr(module, "attack"))
    }


def name_of(module: Any) -> str:
    """The last part of a module's name, in words."""
    return str(module.__name__).rpartition(".")[2].replace("_", " ")
