"""The rules of unsubmitted edits for fields of files, whose values no table of kinds can hold: each field by itself."""

from __future__ import annotations

import struct
import wave
import zlib
from io import BytesIO

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser.visits import pause

FIELDS = ("file_uploader", "camera_input", "audio_input")
EACH = pytest.mark.parametrize("name", FIELDS)


def png():
    """Return a picture of one pixel."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(4))),
        (b"IEND", b""),
    ]
    made = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def wav():
    """Return a tenth of a second of silence."""
    made = BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(bytes(3200))
    return made.getvalue()


def file_for(name, stem="one"):
    """Return a file that a field takes."""
    if name == "audio_input":
        return {"name": f"{stem}.wav", "mimeType": "audio/wav", "buffer": wav()}
    return {"name": f"{stem}.png", "mimeType": "image/png", "buffer": png()}


@fr.page
def fields(request, token):
    for name in FIELDS:
        with fr.form(name, draft=True, clear_on_submit=True):
            file = getattr(fr, name)(f"The {name}", key=name)
            fr.text_input("Note", key=f"{name} note", required=True)
            sent = fr.form_submit_button(f"Send {name}")
        if sent:
            fr.text(f"Sent {name} {file and file.name.partition('.')[0]}")
    loose = fr.checkbox("Loose")
    pause(token)
    fr.text(f"Run {loose}")


class Form:
    """One of the forms of the page."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        page.wait_for_selector("fr-upload:defined")
        if name != "file_uploader":
            page.wait_for_selector("fr-capture:defined", state="attached")
        self.form = page.get_by_role("group").filter(has=page.get_by_role("button", name=f"Send {name}")).last

    def choose(self, stem="one"):
        """Choose a file, and wait until it is there."""
        self.form.locator("input[type=file]").set_input_files(file_for(self.name, stem))
        self.has(stem)

    def has(self, stem):
        """Expect that the field shows a file of this name alone; none for ""."""
        shown = self.form.get_by_role("button", name="Remove ")
        expect(shown).to_have_count(1 if stem else 0)
        if stem:
            expect(self.form.get_by_role("button", name=f"Remove {stem}")).to_be_visible()

    def send(self):
        """Press its button."""
        self.page.get_by_role("button", name=f"Send {self.name}").click()


@EACH
def test_what_is_not_sent_stays_over_a_run_and_what_is_chosen_while_it_goes_on(page, visit, name):
    there = visit(fields)
    form = Form(page, name)
    form.choose()
    there.hold()
    page.get_by_label("Loose").check()
    form.choose("two")
    there.free()
    expect(page.get_by_text("Run True")).to_be_visible()
    form.has("two")


@EACH
def test_it_stays_where_its_form_is_refused_is_sent_with_it_and_then_cleared(page, visit, name):
    visit(fields)
    form = Form(page, name)
    form.choose()
    form.send()
    expect(form.form.get_by_role("alert").filter(has_text="required")).to_be_visible()
    form.has("one")
    form.form.get_by_label("Note").fill("x")
    form.send()
    expect(page.get_by_text(f"Sent {name} one")).to_be_visible()
    form.has("")
    form.form.get_by_label("Note").fill("x")
    form.send()
    expect(page.get_by_text(f"Sent {name} None")).to_be_visible()


@EACH
def test_a_draft_brings_it_back_in_another_tab_which_has_none_of_its_own(page, visit, name):
    visit(fields)
    Form(page, name).choose()
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('fr-draft-'))")
    other = page.context.new_page()
    other.goto(page.url.partition("?")[0])
    form = Form(other, name)
    form.has("")
    other.get_by_role("button", name="Restore").click()
    form.has("one")
    form.form.get_by_label("Note").fill("x")
    form.send()
    expect(other.get_by_text(f"Sent {name} one")).to_be_visible()
    Form(page, name).has("one")
    other.close()
