"""Images: each way to give one, and how it reaches the browser."""

from __future__ import annotations

import io
import struct
import sys
import zlib

import pytest

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
SVG = '<svg viewBox="0 0 1 1"><script>alert(1)</script><rect width="1" height="1"/></svg>'


@pytest.fixture
def shown(serve):
    """Draw an image; return its element, and what the browser gets for it."""

    def ask(*given, **more):
        visitor = Visitor(serve(lambda: fr.image(*given, **more)))
        element = visitor.page.by_test_id("stImage")[0]
        return element, visitor.client.get(element.all("img")[0]["src"])

    return ask


def pixels(png):
    """Return the rows of a PNG without a filter."""
    width, height, _bits, kind = struct.unpack(">IIBB", png[16:26])
    size = {0: 1, 2: 3, 6: 4}[kind] * width + 1
    begin = png.index(b"IDAT") + 4
    raw = zlib.decompressobj().decompress(png[begin:])
    return [list(raw[row * size + 1 : (row + 1) * size]) for row in range(height)]


def test_bytes_paths_and_files_are_served_as_they_are(shown, tmp_path):
    path = tmp_path / "dot.gif"
    path.write_bytes(GIF)
    for given in (GIF, path, str(path), io.BytesIO(GIF), path.open("rb")):
        element, answer = shown(given)
        assert (answer.content, answer["Content-Type"]) == (GIF, "image/gif")
        assert element.one("img")["src"].endswith("/media.gif")
        assert "Content-Disposition" not in answer or answer["Content-Disposition"].startswith("inline")


def test_text_of_an_svg_runs_nothing(shown):
    _element, answer = shown(SVG)
    assert answer["Content-Type"] == "image/svg+xml"
    assert b'xmlns="http://www.w3.org/2000/svg"' in answer.content
    assert {"default-src 'none'", "sandbox"} <= set(answer["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize(
    "url", ["https://example.org/a.png?b=1&c=2", "data:image/png;base64,iVBORw0KGgo=", "/static/logo.png"]
)
def test_an_address_stays_one(serve, client, url):
    assert Visitor(serve(lambda: fr.image(url)), client).page.by_test_id("stImage")[0].one("img")["src"] == url


def test_arrays_need_no_pillow(shown):
    np = pytest.importorskip("numpy")
    grey = np.array([[0, 128], [255, 1]], dtype=np.uint8)
    assert pixels(shown(grey)[1].content) == [[0, 128], [255, 1]]
    assert pixels(shown(grey[:, :, None] / 255)[1].content) == [[0, 128], [255, 1]]
    colours = np.array([[[1, 2, 3], [4, 5, 6]]])
    assert pixels(shown(colours)[1].content) == [[1, 2, 3, 4, 5, 6]]
    assert pixels(shown(colours, channels="BGR")[1].content) == [[3, 2, 1, 6, 5, 4]]
    assert pixels(shown(np.array([[-5, 300]]), clamp=True)[1].content) == [[0, 255]]
    assert len(shown(np.zeros((3, 2, 2, 3)))[0].all("img")) == 3


def test_an_array_is_sent_as_jpeg_where_that_is_wanted(shown, monkeypatch):
    np = pytest.importorskip("numpy")
    pytest.importorskip("PIL.Image")
    monkeypatch.delitem(sys.modules, "PIL.Image")  # nobody has asked for Pillow yet
    photo = np.zeros((8, 8, 3), dtype=np.uint8)
    assert shown(photo, output_format="JPEG")[1]["Content-Type"] == "image/jpeg"
    assert shown(photo)[1]["Content-Type"] == "image/png"


def test_pictures_of_pillow_s(shown):
    pil = pytest.importorskip("PIL.Image")
    assert shown(pil.new("RGB", (2, 2)))[1]["Content-Type"] == "image/jpeg"
    assert shown(pil.new("RGBA", (2, 2)))[1]["Content-Type"] == "image/png"
    assert shown(pil.new("RGBA", (2, 2)), output_format="JPEG")[1]["Content-Type"] == "image/jpeg"
    assert shown(GIF, output_format="PNG")[1]["Content-Type"] == "image/png"
    made = io.BytesIO()
    pil.new("RGB", (2, 2)).save(made, "TIFF")
    assert shown(made)[1]["Content-Type"] == "image/jpeg"


def test_captions_texts_and_links(shown):
    element, _answer = shown([GIF, GIF], caption=["One *two*", None], alt=[None, "A dot"])
    assert [figure.text for figure in element.all("figure")] == ["One two", ""]
    assert [img["alt"] for img in element.all("img")] == ["One two", "A dot"]
    element, _answer = shown(GIF, link="https://example.org/", alt="")
    assert (element.one("a")["href"], element.one("img")["alt"]) == ("https://example.org/", "")
    assert shown(GIF, link="javascript:alert(1)")[0].all("a") == []


def test_app_test_calls_it_as_streamlit_s_does(show):
    at = show(lambda: fr.image("https://example.org/a.png", caption="A"))
    assert (at.image[0].type, at.image[0].value, at.image[0].captions) == (
        "image",
        ["https://example.org/a.png"],
        ["A"],
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([GIF, GIF], ["one"]), "Cannot pair 1 captions with 2 images."),
        (("there is none.png",), "Error opening 'there is none.png'"),
        (("nul\x00.png",), "Error opening"),
        # The beginning of a drawing that is none: read in many ways, these take longer than anybody waits.
        (("<!-- -->" * 60,), "Error opening"),
        ((" " * 60_000,), "Error opening"),
        ((b"no image at all",), ""),
        ((5,), "Invalid binary data format: <class 'int'>"),
    ],
)
def test_what_is_no_image(show, given, message):
    assert show(lambda: fr.image(*given)).exception[0].message.startswith(message)


@pytest.mark.parametrize("draw", [fr.image, fr.audio, fr.video])
def test_a_file_that_is_not_there_is_named(show, draw):
    error = show(lambda: draw("none.bin")).exception[0]
    assert (error.proto.type, error.message) == ("MediaFileStorageError", "Error opening 'none.bin'")


def test_what_an_array_may_not_hold(show):
    np = pytest.importorskip("numpy")
    message = {
        "shape": show(lambda: fr.image(np.zeros((2, 2, 5)))).exception[0].message,
        "range": show(lambda: fr.image(np.array([[1.5]]))).exception[0].message,
        "one": show(lambda: fr.image(np.zeros(3))).exception[0].message,
    }
    assert message == {
        "shape": "Channel can only be 1, 3, or 4 got 5. Shape is (2, 2, 5)",
        "range": "Data is outside [0.0, 1.0] and clamp is not set.",
        "one": "Invalid `image` value. Supported values: a 2D or 3D NumPy array.",
    }
