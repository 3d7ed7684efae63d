"""The SDK and the collector describe the same events: what passes here is stored there."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collector.errors import EventRejected
from collector.present.parameters import Parameters, SearchParameters, UserReportParameters
from collector.present.report_parameters import ReportParameters
from collector.schemas import events as theirs
from collector.schemas.batch import MAX_EVENTS, ContextSchema, read_batch
from collector.schemas.fields import Checked
from collector.schemas.reading import read_event, read_event_leniently
from collector.schemas.shapes import ListOf, Nested, fields_of
from collector.schemas.shapes import Schema as TheirSchema
from sdk_py import Beheld, Context, InvalidEvent, Item, Page, event_arguments, event_shapes, reading
from sdk_py.coerce import is_blank
from sdk_py.event_shapes import SHAPES
from sdk_py.events import prepare, written_context
from sdk_py.ids import new_id
from sdk_py.settings import ALLOWED
from sdk_py.shapes import Items, Shape
from sdk_py.transport import _written
from tests.examples import examples
from tests.schemas.making import spoilt_events

TYPES = sorted(theirs.SCHEMAS)
MADE_HERE = {"id", "ts"}


def _required(fields: Mapping[str, Checked]) -> set[str]:
    return {name for name, field in fields.items() if field.required} - MADE_HERE


def _is_same(ours: Shape, theirs: type[TheirSchema]) -> None:
    fields = fields_of(theirs)
    assert set(ours.fields) == set(fields)
    assert set(ours.required) == _required(fields)
    assert set(ours.essential) == {name for name, field in fields.items() if field.essential}
    assert {name: str(value) for name, value in ours.instead.items()} == {
        name: str(field.instead) for name, field in fields.items() if field.instead is not None
    }
    assert {name for name in fields if name in event_shapes.IDENTITIES and name not in ours.required} == {
        name for name, field in fields.items() if field.identity
    }
    assert {name for name, field in ours.fields.items() if isinstance(field, Items)} == {
        name for name, field in fields.items() if isinstance(field, ListOf)
    }


def test_there_are_the_same_types() -> None:
    assert set(SHAPES) == set(theirs.SCHEMAS)


@pytest.mark.parametrize("type", TYPES)
def test_a_type_has_the_same_fields_and_needs_the_same(type: str) -> None:
    _is_same(SHAPES[type], theirs.SCHEMAS[type])


@pytest.mark.parametrize(
    ("ours", "type", "field"),
    [
        (event_shapes.PAGE, "page_view", "page"),
        (event_shapes.SHOWN, "execute", "items"),
        (event_shapes.SHOWN, "deliver", "items"),
        (event_shapes.LINE, "purchase", "items"),
        (event_shapes.RETURNED, "refund", "items"),
    ],
)
def test_a_part_has_the_same_fields_and_needs_the_same(ours: Shape, type: str, field: str) -> None:
    part = fields_of(theirs.SCHEMAS[type])[field]
    assert isinstance(part, ListOf | Nested)
    _is_same(ours, part.shape)


def test_the_values_callers_hand_over_have_the_fields_of_the_parts() -> None:
    lines = {*event_shapes.SHOWN.fields, *event_shapes.LINE.fields, *event_shapes.RETURNED.fields}
    assert set(Item.__slots__) == lines
    assert set(Page.__slots__) == set(event_shapes.PAGE.fields)
    assert set(Context.__slots__) == set(fields_of(ContextSchema))


def test_the_closed_lists_are_the_same() -> None:
    assert get_args(event_arguments.Kind) == theirs.KINDS
    assert get_args(event_arguments.Undelivered) == theirs.UNDELIVERED
    assert get_args(event_arguments.Skipped) == theirs.SKIPPED


def test_a_request_never_holds_more_events_than_the_collector_takes() -> None:
    assert ALLOWED["batch_events"][1] == MAX_EVENTS


@pytest.mark.parametrize("type", TYPES)
def test_a_type_has_a_method_with_its_fields(type: str) -> None:
    given = dict(inspect.signature(getattr(Beheld, type)).parameters)
    common = get_type_hints(getattr(Beheld, type))["common"].__args__[0]
    del given["self"], given["common"]
    assert given.keys() | common.__annotations__.keys() == SHAPES[type].fields.keys() | {"context"}
    needed = {name for name, parameter in given.items() if parameter.default is parameter.empty}
    assert needed | common.__required_keys__ == set(SHAPES[type].required)


def _requests(schema: type[Parameters]) -> set[str]:
    return {field.data_key or name for name, field in schema().fields.items()}


def test_reading_takes_the_parameters_of_the_api() -> None:
    assert set(reading.ReportOptions.__annotations__) | {"from", "to", "format"} == _requests(ReportParameters)
    assert set(reading.VisitorFilters.__annotations__) | {"from", "to"} == _requests(SearchParameters)
    assert set(inspect.signature(Beheld.visitor).parameters) - {"self"} == _requests(UserReportParameters)


# What passes here is stored there.

texts = st.text(st.characters(), max_size=140)
names = st.one_of(st.text("abz-ß😀", min_size=1, max_size=12), texts)
amounts = st.one_of(
    st.decimals(min_value=0, max_value=2_000, places=2).map(str),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.integers(-1, 2_000_000_000),
    st.sampled_from(["1000000000", "1000000000.000001", "0.0000001", "1.", ".5", "1e3", "-0", "", "1,5", "٣"]),
)
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(), max_size=20))
free = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=12)
deep = st.integers(6, 10).map(lambda levels: eval("[" * levels + "]" * levels))
moments = st.one_of(
    st.integers(-1, 2_000_000_000_000),
    st.integers(946_684_800_000, 1_800_000_000_000),
    st.integers(800_000_000, 1_700_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.integers(800_000_000, 1_700_000_000).map(lambda seconds: str(datetime.fromtimestamp(seconds, UTC))),
)
pieces = st.integers(-1, 1_000_001) | st.just(1)


def _items(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    return st.lists(st.fixed_dictionaries({"item": names}, optional=fields) | names, max_size=3)


shown = _items({"group": names, "category": names})
lines = st.lists(
    st.fixed_dictionaries(
        {"item": names, "price": amounts},
        optional={"group": names, "category": names, "quantity": pieces, "discount": amounts},
    ),
    max_size=3,
)
returned = _items({"quantity": pieces, "amount": amounts})
by_name: dict[str, st.SearchStrategy[Any]] = {
    "id": st.uuids() | st.uuids().map(lambda id: str(id).upper()) | texts,
    "ts": moments,
    "page": st.fixed_dictionaries({}, optional={n: st.text(max_size=9) | names for n in event_shapes.PAGE.fields}),
    "props": st.dictionaries(texts, free) | free | deep,
    "traits": st.dictionaries(texts, free),
    "detail": free | deep,
    "target": free | deep,
    "answers": free | deep,
    "kind": st.sampled_from(theirs.KINDS) | names,
    "reason": st.sampled_from(theirs.UNDELIVERED + theirs.SKIPPED) | names,
    "max_fraction": st.floats(0, 1) | st.floats() | st.integers(0, 2),
    "scroll": st.floats(0, 1) | st.floats() | st.booleans(),
    "quantity": pieces,
    "score": st.integers(-1, 101),
    "scale": st.integers(1, 101),
    "instrument": st.sampled_from(["nps", "csat", "other"]),
    "status": st.sampled_from(["started", "changed", "cancelled", ""]),
    "currency": st.sampled_from(["EUR", "USD", "eur", "EURO"]),
    **dict.fromkeys(("price", "tax", "shipping", "value", "mrr"), amounts),
    **{name: st.integers(-1, 604_800_001) for name in ("engaged_ms", "visible_ms", "longest_ms")},
}


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """An event that is often right, and often wrong in one place."""
    type = draw(st.sampled_from(TYPES))
    items = {"purchase": lines, "refund": returned}.get(type, shown)
    fields = {name: items if name == "items" else by_name.get(name, names) for name in SHAPES[type].fields}
    needed = {*SHAPES[type].required, "visitor_id"}
    required = {name: field for name, field in fields.items() if name in needed}
    optional = {name: field for name, field in fields.items() if name not in needed}
    return {"type": type} | draw(st.fixed_dictionaries(required, optional=optional))


@settings(max_examples=examples(100))
@given(event=events(), context=st.none() | st.fixed_dictionaries({}, optional=dict.fromkeys(Context.__slots__, texts)))
def test_what_passes_here_is_stored_there(event: dict[str, Any], context: dict[str, Any] | None) -> None:
    try:
        prepared = prepare({**event, "context": context})
    except InvalidEvent:
        return
    stored = read_event(prepared.event)
    assert stored.id == prepared.id
    assert stored.type == event["type"]


JUDGED_APART = {"props", "traits", "detail", "target", "answers", "page", "ts"}
"""Where the SDK makes more of what is given than JSON can say, or cuts what it sends; and the time, which the collector
judges when it arrives."""


@settings(max_examples=examples(100))
@given(event=spoilt_events() | events())
@example(event={"type": "purchase", "visitor_id": "ann", "currency": "EUR", "items": [1e40]})
def test_what_is_taken_there_is_taken_here_and_the_same(event: dict[str, Any]) -> None:
    event = {name: value for name, value in event.items() if name not in JUDGED_APART} | {"ts": 1_767_225_600_000}
    if is_blank(event.get("id")):
        event["id"] = new_id()  # which is made here, where none is given
    text = json.dumps(event, default=str).encode()
    try:
        there = read_event_leniently(text).event
    except EventRejected:
        there = None
    try:
        here = read_event(prepare(json.loads(text)).event)
    except InvalidEvent:
        here = None
    assert here == there


@given(context=st.fixed_dictionaries({}, optional={n: st.text(st.characters()) for n in Context.__slots__}))
def test_any_context_of_text_makes_a_good_batch(context: dict[str, Any]) -> None:
    event = prepare({"type": "goal", "goal": "g", "visitor_id": "ann"}).event
    _, body = _written(written_context(context), [event])
    assert len(read_batch(body).events) == 1


@pytest.mark.parametrize(
    ("written", "micros"),
    [
        ("19.90", 19_900_000),
        (Decimal("19.90"), 19_900_000),
        (Decimal("1E+3"), 1_000_000_000),
        (Decimal("19.9000000"), 19_900_000),
        (Decimal("0.000001"), 1),
        (Decimal("0E-9"), 0),
        (20, 20_000_000),
        ("0", 0),
        (1_000_000_000, 10**15),
    ],
)
def test_an_amount_arrives_as_it_was_meant(written: Any, micros: int) -> None:
    event = prepare({"type": "goal", "goal": "g", "visitor_id": "ann", "value": written, "currency": "EUR"}).event
    assert read_event(event).amount_micros == micros


def test_the_same_moment_arrives_however_it_was_written() -> None:
    moment = datetime(2026, 1, 31, 12, 0, 0, 123_000, tzinfo=UTC)
    for written in (moment, moment.isoformat(), "2026-01-31T13:00:00.123+01:00", 1_769_860_800_123):
        event = prepare({"type": "goal", "goal": "g", "visitor_id": "ann", "ts": written}).event
        assert read_event(event).ts == 1_769_860_800_123
