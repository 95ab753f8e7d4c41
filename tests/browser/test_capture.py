"""Camera and microphone in a browser, with the devices that Chromium pretends to have."""

from __future__ import annotations

import io
import struct
import wave
import zlib

from playwright.sync_api import expect

import formrerun as fr


@fr.page
def recorders(request, token):
    photo = fr.camera_input("Badge", key="photo", resolution="480p")
    fr.text(f"Photo {photo.name[-4:]} {photo.type} {photo.getvalue()[:3].hex()}" if photo else "No photo")
    sound = fr.audio_input("Voice", key="sound", sample_rate=8000)
    if sound is None:
        fr.text("No sound")
        return
    with wave.open(io.BytesIO(sound.getvalue())) as file:
        fr.text(f"Sound {file.getframerate()} {file.getnchannels()} {file.getsampwidth()} {file.getnframes() > 0}")


@fr.page
def in_form(request, token):
    with fr.form("form", clear_on_submit=True):
        photo = fr.camera_input("Badge", key="photo")
        sent = fr.form_submit_button("Send")
    off = fr.checkbox("Closed")
    fr.audio_input("Voice", disabled=off)
    fr.text(f"Sent {photo.size > 0}" if sent and photo else "Nothing")


def opened(page, name="Badge: Open camera"):
    """Open the camera by the keyboard, and wait until it shows something."""
    page.get_by_role("button", name=name).press("Enter")
    page.wait_for_function("() => document.querySelector('video')?.videoWidth > 0")


def test_a_photo_is_taken_shown_kept_and_removed(page, visit):
    visit(recorders)
    opened(page)
    expect(page.get_by_role("button", name="Badge: Take photo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Photo .jpg image/jpeg ffd8ff")).to_be_visible()
    expect(page.get_by_role("button", name="Remove camera-")).to_be_focused()
    page.reload()
    shown = page.locator("img.fr-upload-preview")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalHeight)") == 480
    page.get_by_role("button", name="Remove camera-").press("Enter")
    expect(page.get_by_text("No photo")).to_be_visible()
    expect(page.get_by_role("button", name="Badge: Open camera")).to_be_focused()


def test_a_recording_is_a_wav_of_the_rate_that_was_asked_for(page, visit):
    visit(recorders)
    page.get_by_role("button", name="Voice: Record").press("Enter")
    expect(page.get_by_role("timer")).to_have_text("00:01")
    page.get_by_role("button", name="Voice: Stop recording").press("Enter")
    expect(page.get_by_text("Sound 8000 1 2 True")).to_be_visible()
    page.wait_for_function("() => document.querySelector('audio.fr-upload-preview').duration > 0.5")


def test_what_is_discarded_is_not_sent(page, visit):
    visit(recorders)
    page.get_by_role("button", name="Voice: Record").click()
    page.get_by_role("button", name="Voice: Discard the recording").click()
    expect(page.get_by_role("button", name="Voice: Record")).to_be_focused()
    opened(page)
    page.get_by_role("button", name="Badge: Close camera").click()
    expect(page.get_by_text("No photo")).to_be_visible()
    expect(page.get_by_text("No sound")).to_be_visible()


def test_a_picture_that_is_chosen_instead_becomes_what_would_have_been_taken(page, visit):
    visit(recorders)
    page.wait_for_selector("fr-capture:defined")
    page.locator("[data-fr-records=camera] input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": png()}
    )
    expect(page.get_by_text("Photo .jpg image/jpeg ffd8ff")).to_be_visible()


def test_in_a_form_it_is_sent_with_it_and_cleared(page, visit):
    visit(in_form)
    opened(page)
    page.get_by_label("Closed").check()  # another run: the camera stays open
    expect(page.get_by_role("button", name="Voice: Record")).to_be_disabled()
    page.get_by_role("button", name="Badge: Take photo").click()
    expect(page.locator("img.fr-upload-preview")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent True")).to_be_visible()
    expect(page.locator("img.fr-upload-preview")).to_have_count(0)
    expect(page.get_by_role("button", name="Badge: Open camera")).to_be_visible()


def test_where_the_device_may_not_be_used_it_says_so_and_takes_a_file(page, visit):
    def forbid(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "permissions-policy": "camera=(), microphone=()"})

    page.allow("Permissions policy violation")
    page.route("**/tb/**", forbid)
    visit(recorders)
    page.get_by_role("button", name="Badge: Open camera").click()
    expect(page.get_by_role("alert").filter(has_text="may not use the camera")).to_be_visible()
    expect(page.locator("[data-fr-records=camera] input[type=file]")).to_be_visible()
    page.get_by_role("button", name="Voice: Record").click()
    expect(page.get_by_role("alert").filter(has_text="may not use the microphone")).to_be_visible()


def test_without_a_script_a_file_is_chosen(plain_page, visit):
    page = plain_page
    visit(in_form, page)
    page.locator("[data-fr-records=camera] input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent True")).to_be_visible()


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
