"""Read the experiments that the collector serves. One that cannot be understood is left out, not all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sdk_py.assign import Experiment, Layer
from sdk_py.callbacks import log
from sdk_py.targeting import Targeting


def read_experiments(served: Mapping[str, Any]) -> dict[str, Experiment]:
    """The experiments of a site's settings, by id."""
    found = {}
    for id, one in served.items():
        try:
            found[id] = _experiment(one)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            log.warning("cannot understand the experiment %r, so it has no variations: %r", id, error)
    return found


def _experiment(one: Mapping[str, Any]) -> Experiment:
    layer = one.get("layer")
    allocation = one.get("allocation")
    targeting = one.get("targeting")
    return Experiment(
        salt=str(one["salt"]),
        buckets=[(int(start), int(until), str(name)) for start, until, name in one["buckets"]],
        allocation=None if allocation is None else int(allocation),
        layer=None if layer is None else _layer(layer),
        targeting=None if targeting is None else _targeting(targeting),
    )


def _layer(layer: Mapping[str, Any]) -> Layer:
    return Layer(str(layer["salt"]), [(int(start), int(until)) for start, until, *_ in layer["buckets"]])


def _targeting(targeting: Mapping[str, Any]) -> Targeting:
    return Targeting(
        pages=_texts(targeting, "pages"),
        devices=_texts(targeting, "devices"),
        visitors=targeting.get("visitors"),
        traits={name: _listed(values) for name, values in (targeting.get("traits") or {}).items()},
        is_understood=targeting.keys() <= {"pages", "devices", "visitors", "traits"},
    )


def _texts(targeting: Mapping[str, Any], name: str) -> list[str] | None:
    return [str(value) for value in _listed(targeting[name])] if targeting.get(name) is not None else None


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]
