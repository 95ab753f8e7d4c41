"""Sound and video: where they come from, and what is said to the browser's player."""

from __future__ import annotations

import io
import wave
from datetime import timedelta

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
FILM = bytes(range(256)) * 8
SUBRIP = "1\n00:00:01,000 --> 00:00:02,500\nHello\n"


@pytest.fixture
def played(serve):
    """Draw something; return its element and a way to ask for addresses."""

    def ask(draw):
        visitor = Visitor(serve(draw))
        [element] = visitor.page.by_test_id("stVideo") or visitor.page.by_test_id("stAudio")
        return element, visitor.client.get

    return ask


def test_a_file_is_served_in_parts(played, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(FILM)
    for given in (path, str(path), FILM, io.BytesIO(FILM), path.open("rb")):
        element, get = played(lambda given=given: fr.video(given))
        answer = get(element["src"], headers={"Range": "bytes=100-199"})
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (206, FILM[100:200], "video/mp4")
        assert answer["Content-Range"] == f"bytes 100-199/{len(FILM)}"
        assert get(element["src"])["Accept-Ranges"] == "bytes"


def test_what_the_player_is_told(played):
    element, _get = played(
        lambda: fr.video("https://example.org/a.mp4", start_time=5, end_time="1m 10s", loop=True, autoplay=True,
                         muted=True, alt="A film")
    )  # fmt: skip
    assert element["src"] == "https://example.org/a.mp4#t=5,70"
    assert {"controls", "loop", "autoplay", "muted"} <= set(element.attrs)
    assert element["aria-label"] == "A film"
    element, _get = played(lambda: fr.audio("https://example.org/a.mp3", start_time=timedelta(minutes=1)))
    assert element["src"] == "https://example.org/a.mp3#t=60"
    assert not {"loop", "autoplay"} & set(element.attrs)


def test_subtitles_become_webvtt(played):
    element, get = played(lambda: fr.video(FILM, subtitles={"English": SUBRIP, "Deutsch": b"WEBVTT\n\nHallo"}))
    tracks = element.all("track")
    assert [track["label"] for track in tracks] == ["English", "Deutsch"]
    assert ["default" in track for track in tracks] == [True, False]
    answers = [get(track["src"]) for track in tracks]
    assert answers[0].content == b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\nHello"
    assert answers[1].content == b"WEBVTT\n\nHallo"
    assert {answer["Content-Type"] for answer in answers} == {"text/vtt; charset=utf-8"}


@pytest.mark.parametrize(
    "url",
    [
        "https://youtu.be/_T8LGqJtuGc",
        "https://www.youtube.com/watch?v=_T8LGqJtuGc",
        "//m.youtube.com/watch?v=_T8LGqJtuGc",
    ],
)
def test_youtube_has_a_frame(played, url):
    element, _get = played(lambda: fr.video(url, start_time=3))
    assert (element.tag, element["src"]) == ("iframe", "https://www.youtube.com/embed/_T8LGqJtuGc?start=3")
    assert element["title"]


def test_an_array_is_sound(played):
    np = pytest.importorskip("numpy")
    element, get = played(lambda: fr.audio(np.array([[0, 0.5], [-1, 0]]), sample_rate=8000))
    with wave.open(io.BytesIO(get(element["src"]).content)) as sound:
        assert (sound.getnchannels(), sound.getframerate()) == (2, 8000)
        assert np.frombuffer(sound.readframes(2), "<i2").tolist() == [0, -32767, 16383, 0]
    silent, get = played(lambda: fr.audio(np.zeros(4), sample_rate=8000))
    assert get(silent["src"]).status_code == 200


def test_nothing_to_play(played):
    assert "src" not in played(lambda: fr.audio(None))[0]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: fr.video("none.mp4"), "Error opening 'none.mp4'"),
        (lambda: fr.audio(5), ""),
        (lambda: fr.audio(b"", start_time=5, end_time=3), "Invalid start_time and end_time combination."),
        (lambda: fr.audio(b"", start_time="soon"), "Failed to convert 'start_time' to a timedelta."),
        (lambda: fr.video(b"", subtitles="no subtitles"), "Failed to process the provided subtitle 'default': "),
        (lambda: fr.video(b"", subtitles=b"\xff"), "Failed to process the provided subtitle 'default': "),
        (lambda: fr.video(b"", subtitles=5), ""),
    ],
)
def test_what_streamlit_refuses(show, draw, message):
    assert show(draw).exception[0].message.startswith(message)
