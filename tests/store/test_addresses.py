"""The parts of a page's address, whatever is sent as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.store.addresses import Address, split_address

NOTHING = Address(None, None, None, None, None)
ADDRESSES = st.one_of(
    st.text(max_size=80),
    st.text("htps:/[]@?#&=%.-_utm_source0x\\ \x00\n\u202e", max_size=80),
    st.builds("https://shop.example/?{}".format, st.text(max_size=80)),
)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://shop.example/p/1?a=b#c", "/p/1"),
        ("https://shop.example", "/"),
        ("https://shop.example?a=b", "/"),
        ("/p/1?a=b", "/p/1"),
        ("https://shop.example/p//1/", "/p//1/"),
        ("https://shop.example/caf%C3%A9/%2e%2e", "/caf%C3%A9/%2e%2e"),
        ("https://shop.example/größe", "/größe"),
        ("https://user:secret@shop.example:8443/p", "/p"),
        ("//shop.example/p", "/p"),
        ("app://home/screen", "/screen"),
        ("?utm_source=x", None),
        ("#top", None),
        ("", None),
        (None, None),
        ("http://[::1", None),
        ("http://[not-an-address]/p", None),
    ],
)
def test_the_path_is_what_stands_between_host_and_query(url: str | None, path: str | None) -> None:
    assert split_address(url, None).path == path


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("https://search.example/?q=shoes", "search.example"),
        ("https://WWW.Search.Example:443/", "search.example"),
        ("https://user:secret@search.example/", "search.example"),
        ("android-app://com.mail.example/", "com.mail.example"),
        ("https://[2001:db8::1]/", "2001:db8::1"),
        ("https://search.example./", "search.example"),
        ("https://wwwsearch.example/", "wwwsearch.example"),
        ("https://shop.example/other", None),
        ("http://www.shop.example:8080/other", None),
        ("https://SHOP.example", None),
        ("https://blog.shop.example/", "blog.shop.example"),
        ("https://evilshop.example/", "evilshop.example"),
        ("not a url", None),
        ("/local", None),
        ("https://[::1", None),
        ("https://", None),
        ("", None),
        (None, None),
    ],
)
def test_the_referrer_is_named_unless_it_is_the_page_s_own_host(referrer: str | None, host: str | None) -> None:
    assert split_address("https://www.shop.example/p/1", referrer).referrer_host == host


def test_a_page_without_an_address_may_have_a_referrer() -> None:
    assert split_address(None, "https://search.example/") == NOTHING._replace(referrer_host="search.example")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("utm_source=mail&utm_medium=email&utm_campaign=summer", ("mail", "email", "summer")),
        ("a=b&utm_source=Mail+Shot%21", ("Mail Shot!", None, None)),
        ("utm_source=%20mail%20", ("mail", None, None)),
        ("utm_source=first&utm_source=second", ("first", None, None)),
        ("utm_source=&utm_source=second", ("second", None, None)),
        ("utm_source", (None, None, None)),
        ("UTM_SOURCE=x&xutm_source=y", (None, None, None)),
        ("utm_source=a;utm_medium=b", ("a;utm_medium=b", None, None)),
        ("utm_source=a%00b%0d%0ac%e2%80%ae", ("abc", None, None)),
        ("utm_source=%ff%ed%a0%80", ("\ufffd" * 4, None, None)),
        ("utm_source=%F0%9F%91%9F&utm_medium=%c3%bc", ("👟", "ü", None)),
        ("utm_source=" + "x" * 5_000, ("x" * 200, None, None)),
        ("&".join(f"utm_{n}=x" for n in range(5_000)) + "&utm_source=last", ("last", None, None)),
        ("", (None, None, None)),
    ],
)
def test_campaign_fields_are_read_from_the_query(query: str, named: tuple[str | None, ...]) -> None:
    address = split_address(f"https://shop.example/?{query}#utm_source=fragment", None)
    assert (address.source, address.medium, address.utm_campaign) == named


@given(url=ADDRESSES, referrer=ADDRESSES)
def test_any_text_is_taken_apart_without_an_error_into_printable_text(url: str, referrer: str) -> None:
    for part in split_address(url, referrer):
        assert part is None or (part and part.isprintable())


def test_nothing_is_made_of_nothing() -> None:
    assert split_address(None, None) == NOTHING
