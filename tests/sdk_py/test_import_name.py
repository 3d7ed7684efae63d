"""The client under the project's own name."""

from __future__ import annotations

import beheld

import sdk_py


def test_beheld_offers_what_sdk_py_does_and_no_more() -> None:
    assert beheld.__all__ == sdk_py.__all__
    assert all(getattr(beheld, name) is getattr(sdk_py, name) for name in sdk_py.__all__)
    assert {name for name in vars(beheld) if not name.startswith("_")} == set(sdk_py.__all__)
