"""Camera and microphone: what only they do; what a browser records stands in ``browser/test_capture.py``."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import formrerun as fr
from formrerun.testing import AppTest
from formrerun.testing.elements import AppTestError
from tests.visitor import Visitor

JPEG, WAV = b"\xff\xd8\xff\xe0 a photo", b"RIFF\x24\x00\x00\x00WAVE a recording"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "UPLOAD_FOLDER": tmp_path / "uploads"}


def both() -> None:
    import formrerun as fr

    photo = fr.camera_input("Photo", key="photo")
    sound = fr.audio_input("Sound", key="sound")
    fr.text(f"{photo and photo.name} {sound and sound.getvalue()!r}")


class TestValue:
    def test_is_none_at_first(self):
        at = AppTest.from_function(both).run()
        assert (at.camera_input[0].value, at.audio_input[0].value) == (None, None)

    def test_is_an_uploaded_file(self):
        at = AppTest.from_function(both).run()
        at.camera_input[0].upload("a.jpg", JPEG)
        at.audio_input[0].set_value(("a.wav", WAV, "audio/wav"))
        assert at.run().text[0].value == f"a.jpg {WAV!r}"
        assert at.session_state["photo"].type == "image/jpeg"
        at.camera_input[0].upload("b.jpg", JPEG)
        at.audio_input[0].clear()
        assert at.run().text[0].value == "b.jpg None"

    @pytest.mark.parametrize("name", ["a.svg", "a.exe", "a.pdf"])
    def test_a_photo_is_a_picture(self, name):
        at = AppTest.from_function(both).run()
        with pytest.raises(AppTestError, match=name):
            at.camera_input[0].upload(name, JPEG).run()

    def test_nobody_may_assign_it(self, show):
        def page():
            fr.session_state.photo = None
            fr.camera_input("Photo", key="photo")

        assert "read-only" in show(page).exception[0].message


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda: fr.camera_input("Photo", resolution="4k"), "Valid values are: '480p', '720p', '1080p', None"),
        (lambda: fr.audio_input("Sound", sample_rate=1), "Valid values are: 8000, 11025, "),
    ],
)
def test_what_streamlit_refuses(show, draw, said):
    message = show(draw).exception[0].message
    for part in said.removeprefix("Valid values are: ").split(", "):
        assert part in message


@pytest.mark.django_db
class TestPlainForm:
    """Without a script a field for a file opens the camera of a phone."""

    @pytest.fixture
    def visitor(self, serve):
        def page() -> None:
            with fr.form("form"):
                photo = fr.camera_input("Photo", key="photo")
                fr.form_submit_button("Send")
            fr.text(f"Got {photo.name}" if photo else "Nothing")

        return Visitor(serve(page))

    def send(self, visitor, file):
        button = visitor.button("Send")
        sent = dict(visitor.pairs(button["form"], button["value"]))
        answer = visitor.client.post(visitor.here, {**sent, visitor.page.one("fr-upload")["id"]: file})
        if answer.status_code == 303:
            visitor.open(answer["Location"])
        return answer

    def test_brings_a_picture_which_the_page_shows(self, visitor):
        field = visitor.page.one("input", type="file")
        assert (field["accept"], "capture" in field) == ("image/*", True)
        self.send(visitor, SimpleUploadedFile("a.jpg", JPEG, "image/jpeg"))
        assert "Got a.jpg" in visitor.text
        shown = visitor.page.one("img", class_="fr-upload-preview")
        answer = visitor.client.get(shown["src"])
        assert b"".join(answer.streaming_content) == JPEG
        assert (answer["Content-Type"], answer["Content-Length"]) == ("image/jpeg", str(len(JPEG)))

    def test_nobody_else_sees_it(self, visitor):
        self.send(visitor, SimpleUploadedFile("a.jpg", JPEG, "image/jpeg"))
        there = visitor.page.one("img", class_="fr-upload-preview")["src"]
        assert Client().get(there).status_code == 404
        assert visitor.client.get(there[:-2] + "x/").status_code == 404

    @pytest.mark.parametrize(
        ("asked", "status", "content"),
        [("bytes=2-3", 206, JPEG[2:4]), ("bytes=-2", 206, JPEG[-2:]), ("bytes=999-", 416, b"")],
    )
    def test_a_part_of_it(self, visitor, asked, status, content):
        self.send(visitor, SimpleUploadedFile("a.jpg", JPEG, "image/jpeg"))
        there = visitor.page.one("img", class_="fr-upload-preview")["src"]
        answer = visitor.client.get(there, headers={"Range": asked})
        assert (answer.status_code, b"".join(answer)) == (status, content)
        assert answer["Content-Length"] == str(len(content))

    def test_the_browser_is_told_that_it_has_it(self, visitor):
        self.send(visitor, SimpleUploadedFile("a.jpg", JPEG, "image/jpeg"))
        there = visitor.page.one("img", class_="fr-upload-preview")["src"]
        head = visitor.client.head(there)
        assert (head.content, head["Content-Length"], head["Accept-Ranges"]) == (b"", str(len(JPEG)), "bytes")
        assert visitor.client.get(there, headers={"If-None-Match": head["ETag"]}).status_code == 304
