"""Files and recordings of messages in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

import formrerun as fr
from tests.browser.visits import pause

A = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"1,2"}
PASTE = """(field, name) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(['x'], name, { type: 'image/png' }));
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}"""


@fr.page
def chat(request, token):
    sent = fr.chat_input("Say", key="sent", accept_file="multiple", accept_audio=True)
    if sent:
        pause(token)
    fr.text(f"{sent.text!r} {[file.name for file in sent.files]} {sent.audio is not None}" if sent else "Nothing")


def ready(page):
    """Return the text of the message, once what takes files beside it is there."""
    page.wait_for_selector("fr-capture:defined", state="attached")
    return page.get_by_placeholder("Say")


def test_a_message_brings_its_files_and_the_next_one_begins_without(page, visit):
    there = visit(chat)
    text = ready(page)
    page.locator("fr-upload input[type=file]").first.set_input_files(A)
    expect(page.get_by_role("button", name="Remove a.csv")).to_be_visible()
    text.fill("Look")
    there.hold()
    text.press("Enter")
    expect(page.get_by_role("button", name="Remove a.csv")).to_have_count(0)  # while its run goes on
    page.locator("fr-upload input[type=file]").first.set_input_files({**A, "name": "b.csv"})
    expect(page.get_by_role("button", name="Remove b.csv")).to_be_visible()
    there.free()
    expect(page.get_by_text("'Look' ['a.csv'] False")).to_be_visible()
    text.press("Enter")
    expect(page.get_by_text("'' ['b.csv'] False")).to_be_visible()
    text.press("Enter")  # nothing is no message
    expect(page.get_by_role("alert").filter(has_text="required")).to_be_visible()


def test_what_is_pasted_is_a_file_of_it(page, visit):
    visit(chat)
    text = ready(page)
    text.evaluate(PASTE, "shot.png")
    expect(page.get_by_role("button", name="Remove shot.png")).to_be_visible()
    text.press("Enter")
    expect(page.get_by_text("'' ['shot.png'] False")).to_be_visible()


def test_a_recording_is_sent_with_it(page, visit):
    visit(chat)
    text = ready(page)
    page.get_by_role("button", name="Say: recording: Record").press("Enter")
    expect(page.get_by_role("timer")).to_have_text("00:01")
    page.get_by_role("button", name="Stop recording").press("Enter")
    expect(page.locator("audio.fr-upload-preview")).to_be_visible()
    text.press("Enter")
    expect(page.get_by_text("'' [] True")).to_be_visible()
    expect(page.locator("audio.fr-upload-preview")).to_have_count(0)


def test_a_refused_file_leaves_text_and_files(page, visit):
    visit(chat)
    page.allow("Failed to load resource")
    text = ready(page)
    page.locator("fr-upload input[type=file]").first.set_input_files(A)
    expect(page.get_by_role("button", name="Remove a.csv")).to_be_visible()
    page.route("**/tb/**", lambda route: route.fulfill(status=409, json={"message": "Not now."}), times=1)
    text.fill("Look")
    text.press("Enter")
    expect(page.get_by_role("button", name="Remove a.csv")).to_be_visible()
    expect(text).to_have_value("Look")
