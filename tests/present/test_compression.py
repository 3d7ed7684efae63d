"""What people and programs read is compressed on the way, and forms keep their secret all the same."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from werkzeug.test import TestResponse

from tests.present.desk import Desk, form_token
from tests.present.reading import a_visit

DAYS = "from=2026-01-01&to=2026-01-31"
REPORT = f"/api/v1/reports/actions?{DAYS}"
MOMENT = re.compile(rb"\d\d:\d\d[.:\d]*Z")
PACKED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture
def visited(desk: Desk) -> Desk:
    a_visit(desk.shop)
    return desk


def got(desk: Desk, path: str, **headers: str) -> TestResponse:
    """The whole answer, as a program with the read key has it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = desk.client.get(path, headers={"Authorization": f"Bearer {desk.keys['read']}", **named})
    response.get_data()
    response.close()
    return response


def stylesheet(desk: Desk) -> str:
    html = desk.client.get("/sign-in").text
    return next(part for part in html.split('"') if part.startswith("/dashboard/dashboard.css"))


@pytest.mark.parametrize("encoding", PACKED)
def test_files_and_answers_come_compressed_where_that_is_taken(visited: Desk, encoding: str) -> None:
    for path in (stylesheet(visited), "/openapi.json", f"{REPORT}&format=csv", REPORT):
        plain, packed = (got(visited, path, Accept_Encoding=each) for each in ("identity", encoding))
        assert plain.status_code == packed.status_code == 200, path
        assert packed.headers.get("Content-Encoding") == (encoding if len(plain.data) >= 1_000 else None)
        assert "Accept-Encoding" in plain.vary
        assert "Content-Encoding" not in plain.headers
        if "Content-Encoding" in packed.headers:
            unpacked = PACKED[encoding](packed.data)
            assert MOMENT.sub(b"", unpacked) == MOMENT.sub(b"", plain.data)
            assert len(packed.data) < len(plain.data) / 2
            assert packed.content_length == len(packed.data)


def test_a_page_comes_compressed(visited: Desk) -> None:
    page = f"/overview?{DAYS}"
    visited.sign_in()
    packed = visited.client.get(page, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert packed.headers["Content-Encoding"] == "br"
    html = brotli.decompress(packed.data).decode()
    assert html.lstrip().startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")
    assert 0.9 < len(html) / len(visited.page(page)) < 1.1


def test_a_file_that_a_browser_has_is_not_sent_again(desk: Desk) -> None:
    path = stylesheet(desk)
    first = got(desk, path, Accept_Encoding="br")
    again = got(desk, path, Accept_Encoding="br", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_a_part_of_a_file_is_that_part(desk: Desk) -> None:
    part = got(desk, stylesheet(desk), Accept_Encoding="br", Range="bytes=0-1999")
    assert (part.status_code, len(part.data), part.content_encoding) == (206, 2_000, None)


def test_the_secret_of_forms_is_written_differently_on_each_page(desk: Desk) -> None:
    desk.sign_in()
    tokens = {form_token(desk.client.get("/visitors").text) for _ in range(3)}
    assert len(tokens) == 3
    assert not set.intersection(*({token.split(".")[0][n : n + 16] for n in range(40)} for token in tokens))
    for token in ("", ".", "zz.1", "00.1", "é.1", f"{'0' * 88}.1"):
        assert desk.client.post("/sign-out", data={"form": token}).status_code == 403
    assert desk.client.post("/sign-out", data={"form": tokens.pop()}).status_code in (302, 303)
