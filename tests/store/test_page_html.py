"""A page's HTML comes back as it was kept, and what has not changed of a large one is not compressed again."""

from __future__ import annotations

import json
import random
import zlib
from typing import Any

import pytest

import formrerun as fr
from formrerun.protocol.record import PageSnapshot
from formrerun.store import page_html
from formrerun.store.page_html import dump_html, load_html, names_in_html, unpacked_html
from formrerun.submissions.snapshots import CHUNK

DIGEST = "ab" * 32
chance = random.Random(1)
LONG = ["".join(chance.choices("abcdefg <>/ä€😀", k=length)) for length in (0, 1, 70_000, 300, 5_552, 70_001)]
PAGES: dict[str, list[Any]] = {
    "nothing": [],
    "one text": ["<p>ä</p>"],
    "a tuple": [("<p>", "ä", "</p>")],
    "an empty tuple": [()],
    "a blob": [("<p>",), {"b": DIGEST}, ("</p>",)],
    "a fragment": [("a",), {"f": "fr-f"}, ("b", "c"), {"e": "fr-f"}, ("d",)],
    "half of a pair": [("a\ud800",), ("b",), ("c",), ("\udfff",)],
    "long": [(text,) for text in LONG],
    "long, with blobs": [*LONG, {"b": DIGEST}, tuple(LONG), (), ("end",)],
    "many blobs": [("<p>",), *[{"b": DIGEST}] * 1_000, ("</p>",)],
}


def text_of(part: Any) -> Any:
    return part if isinstance(part, dict) else "".join(part)


@pytest.mark.parametrize("parts", PAGES.values(), ids=PAGES)
def test_a_page_comes_back_as_it_was(parts: list[Any]) -> None:
    for _again in range(2):  # the second time some of it is known
        data = dump_html(PageSnapshot(parts=parts))
        loaded = PageSnapshot()
        load_html(loaded, data)
        assert loaded.html == list(map(text_of, parts))
        assert names_in_html(data) == ({DIGEST} if {"b": DIGEST} in parts else set())


@pytest.mark.parametrize("parts", PAGES.values(), ids=PAGES)
def test_releases_before_this_one_read_it(parts: list[Any]) -> None:
    """It is one zlib stream with a right checksum: ``zlib.decompress()`` looks at that."""
    head, _, texts = zlib.decompress(dump_html(PageSnapshot(parts=parts))).partition(b"\n")
    assert [isinstance(part, dict) for part in json.loads(head)] == [isinstance(part, dict) for part in parts]
    assert texts.decode("utf-8", "surrogatepass") == "".join(text_of(each) for each in parts if type(each) is not dict)


def test_damage_is_seen() -> None:
    data = bytearray(dump_html(PageSnapshot(parts=PAGES["long"])))
    data[len(data) // 2] ^= 255
    assert unpacked_html(bytes(data)) == b""
    loaded = PageSnapshot()
    load_html(loaded, bytes(data), lambda: LookupError("damaged"))
    with pytest.raises(LookupError):
        _ = loaded.html


@pytest.mark.django_db
def test_a_submission_compresses_what_it_has_changed(show: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 400 fields one is changed: the chunk with it, and the one with the text below."""
    packed: list[int] = []
    real = page_html._packed

    def counted(text: bytes) -> Any:
        packed.append(len(text))
        return real(text)

    monkeypatch.setattr(page_html, "_packed", counted)

    def page() -> None:
        for place in range(400):
            fr.text_input(f"Field {place}", key=f"f{place}")
        fr.text(fr.session_state.f200)

    at = show(page, store="db")
    assert len(packed) > 400 // CHUNK
    packed.clear()
    at.text_input(key="f200").input("new").run()
    assert at.text[0].value == "new"
    assert len(packed) == 2
    packed.clear()
    at.run()
    assert not packed
