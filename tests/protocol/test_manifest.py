"""What a tab was shown: packed and read again, and how long an entry lives (decision 14)."""

from __future__ import annotations

import json

import pytest

import formrerun as fr
from formrerun.engine.blobs import BLOB_BYTES, MemoryBlobs
from formrerun.exceptions import TriggerGone
from formrerun.protocol.manifest import Manifest
from formrerun.protocol.posted import PostData
from formrerun.protocol.submission import judge
from formrerun.store.coding import dump_manifest
from tests.kinds import KINDS


def draw(show, page):
    """Return the run that has drawn a page."""
    return show(page)._run


def again(manifest, blobs):
    """Return the manifest as another process reads it."""
    return Manifest(json.loads(dump_manifest(manifest, blobs)))


def test_another_process_reads_what_was_shown(show):
    def page():
        with fr.form("f", clear_on_submit=True):
            for place, kind in enumerate(KINDS):
                kind.draw(key=f"k{place}", disabled=place % 2 == 0)
            fr.form_submit_button("Go", on_click=print, args=(1, "a"))

    blobs = MemoryBlobs()
    drawn = draw(show, page)
    manifest = Manifest().after(drawn, run=3, previous=0, completed=True)
    other = again(manifest, blobs)
    assert list(other) == list(manifest)
    fields = [entry for entry in other.entries() if not entry.is_trigger]
    for entry, kind in zip(fields, KINDS, strict=True):
        assert entry.field(blobs).initial() == kind.initial
        assert entry.field(blobs).parse_posted(kind.sent, kind.initial) == kind.value
        assert (entry.since, entry.last, entry.form) == (3, 0, "f")
    button = next(entry for entry in other.entries() if entry.is_trigger)
    assert button.packed_callback == ["path", "builtins:print", [1, "a"], {}]
    assert other.forms == {"f": [True, button.id]}


def test_long_lists_stand_beside_the_record_once(show):
    options = [f"option number {number}" for number in range(1000)]

    def page():
        fr.selectbox("A", options)
        fr.selectbox("B", options)
        fr.selectbox("C", ["short"])

    blobs = MemoryBlobs()
    manifest = Manifest().after(draw(show, page), run=1, previous=0, completed=True)
    packed = dump_manifest(manifest, blobs)
    assert len(packed) < BLOB_BYTES
    assert len(blobs.by_digest) == 1
    first, second, third = again(manifest, blobs).entries()
    assert first.field(blobs).by_wire("option number 999") == "option number 999"
    assert second.field(MemoryBlobs()) is None  # somebody has swept the list away
    assert third.field(MemoryBlobs()).by_wire("short") == "short"


class TestHowLongAnEntryLives:
    def after(self, show, *labels, old=None, **told):
        def page():
            for label in labels:
                fr.button(label)

        return (old or Manifest()).after(draw(show, page), **told)

    def press(self, manifest, entry, seen_run):
        judged = judge(PostData(tab="t", trigger=entry.id, seen_run=seen_run), manifest, {})
        return [pressed.id for pressed in judged.triggers] == [entry.id]

    def test_a_post_from_the_page_before_finds_its_button(self, show):
        first = self.after(show, "A", "B", run=1, previous=0, completed=True)
        gone = first.entries()[1]
        second = self.after(show, "A", old=first, run=2, previous=1, completed=True)
        assert second.get(gone.id).last == 1
        assert self.press(second, gone, seen_run=1)
        with pytest.raises(TriggerGone):
            self.press(second, gone, seen_run=2)

    def test_two_pages_later_it_is_forgotten(self, show):
        first = self.after(show, "A", "B", run=1, previous=0, completed=True)
        second = self.after(show, "A", old=first, run=2, previous=1, completed=True)
        third = self.after(show, "A", old=second, run=3, previous=2, completed=True)
        assert len(third) == 1

    def test_a_run_that_did_not_complete_forgets_nothing(self, show):
        manifest = self.after(show, "A", "B", run=1, previous=0, completed=True)
        for run in range(2, 6):
            manifest = self.after(show, "A", old=manifest, run=run, previous=1, completed=False)
        assert len(manifest) == 2
        assert self.press(manifest, manifest.entries()[1], seen_run=1)

    def test_what_comes_back_is_new(self, show):
        first = self.after(show, "A", "B", run=1, previous=0, completed=True)
        second = self.after(show, "A", old=first, run=2, previous=1, completed=True)
        third = self.after(show, "A", "B", old=second, run=3, previous=2, completed=True)
        assert [(entry.since, entry.last) for entry in third.entries()] == [(1, 0), (3, 0)]
