"""Finding a person in what was rejected, whatever it is like."""

from __future__ import annotations

import json

import pytest

from collector.store.mentions import mentions

ANNA = "anna.k@shop.example"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("u1", '{"user_id": "u1"}'),
        ("u1", '{"userId": "u1", "value": NaN}'),
        ("u1", '{"user": {"id": "u1"}}'),
        ("17", '{"user_id": 17}'),
        ("17", '{"customerId":17,"x":NaN}'),
        ("17.0", '{"visitor_id": 17.0}'),
        ("17", '{"visitor_id": 17.00}'),
        ("17", '{"user_id": " 17\\n"}'),
        ("u1", '{"user_id": "u1", "props": {"long": "' + "x" * 9_000),
        ("u1", 'no JSON but it has "u1"'),
        (ANNA, f'{{"page": {{"url": "https://shop.example/?mail={ANNA}&x=1"}}}}'),
        (ANNA, '{"page": {"url": "https://shop.example/?mail=anna.k%40shop.example"}}'),
        (ANNA, '{"user_id": "anna.k\\u0040shop.example"}'),
        (ANNA, '{"props": {}, "user_id": "anna.k@sho'),
        ("aaaaaaab", '{"user_id": "aaaaaa'),
        (ANNA, f"mail of {ANNA}: no JSON"),
        ("Zoë🙂", json.dumps({"user_id": "Zoë🙂"})),
        ('a"b', json.dumps({"user_id": 'a"b'})),
    ],
)
def test_a_person_is_found(name: str, text: str) -> None:
    assert mentions([name])(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("u1", '{"user_id": "u11", "visitor_id": "U1"}'),
        ("17", '{"user_id": 170, "quantity": 17, "price": 0.17}'),
        (ANNA, '{"user_id": "joanna.k@shop.example"}'),
        (ANNA, '{"user_id": "bob", "props": {"long": "xx'),
        ("aaaaaaab", '{"user_id": "aaaaaac'),
        ("17", '{"user_id": 17.5}'),
        ("u1", "not json u1"),
        ("", '{"user_id": ""}'),
    ],
)
def test_nobody_else_is_taken_for_a_person(name: str, text: str) -> None:
    assert not mentions([name])(text)
