"""GET /beheld.js: the built snippet, seldom asked for again and usable on any page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from collector.wire import snippet_file
from collector.wire.snippet_file import LATER
from tests.wire.shop import Shop

STATIC = Path(__file__).parents[2] / "static"
FILES = sorted(path.name for path in STATIC.glob("beheld*.js*"))


@pytest.mark.parametrize("name", FILES)
def test_the_built_file_is_served_as_it_is(shop: Shop, name: str) -> None:
    answer = shop.client.get(f"/{name}")
    assert answer.data == (STATIC / name).read_bytes()
    assert answer.mimetype == ("text/javascript" if name.endswith(".js") else "application/json")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
    ],
    ids=["br", "no-br", "gzip"],
)
def test_it_is_sent_small_to_those_who_can_unpack_it(
    shop: Shop, name: str, accepted: str, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    answer = shop.client.get(f"/{name}", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == encoding
    assert unpack(answer.data) == (STATIC / name).read_bytes()
    assert len(answer.data) < (STATIC / name).stat().st_size / 1.8
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".js")])
def test_it_names_its_source_map(shop: Shop, name: str) -> None:
    named = shop.client.get(f"/{name}").headers.get("SourceMap")
    assert named == (f"{name}.map" if f"{name}.map" in FILES else None)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_it_is_not_sent_again_while_it_is_the_same(shop: Shop, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    etag = shop.client.get("/beheld.js", headers=headers).headers["ETag"]
    again = shop.client.get("/beheld.js", headers=headers | {"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    other = shop.client.get("/beheld.js", headers=headers | {"If-None-Match": '"of-last-year"'})
    assert other.status_code == 200


def test_it_may_be_kept_for_a_day_and_used_by_any_page(shop: Shop) -> None:
    headers = shop.client.get("/beheld.js").headers
    assert headers["Cache-Control"] == "public, max-age=86400, stale-while-revalidate=604800"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", LATER)
def test_a_file_is_kept_for_good_by_its_version_and_fetched_again_by_another(shop: Shop, name: str) -> None:
    """A beheld.js out of a cache may name the files of yesterday: it gets those of now, which are not kept as such."""
    (version,) = re.findall(r"\?v=([0-9a-f]{8})", (STATIC / "beheld.js").read_text())
    kept = shop.client.get(f"/{name}?v={version}&1")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    other = shop.client.get(f"/{name}?v=00000000&1")
    assert other.headers["Cache-Control"] == "no-cache"
    assert other.data == kept.data == (STATIC / name).read_bytes()


def test_a_snippet_that_was_not_built_says_how_to_build_it(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snippet_file, "BUILT", tmp_path)
    answer = shop.client.get("/beheld.js")
    assert answer.status_code == 404
    assert "make snippet" in answer.json["error"]["message"]
