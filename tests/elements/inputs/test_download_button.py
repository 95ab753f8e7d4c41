"""Download buttons: what is saved, under which name, for whom, and what runs."""

from __future__ import annotations

import io

import pytest
from django.test import Client

import formrerun as fr
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(serve):
    """Draw a download button; return the answer to who follows it."""

    def ask(*given, headers=None, **more):
        visitor = Visitor(serve(lambda: fr.download_button("Save", *given, **more)))
        return visitor.client.get(link(visitor)["href"], headers=headers)

    return ask


def link(visitor):
    return visitor.page.by_test_id("stDownloadButton")[0].one("a")


@pytest.mark.parametrize(
    ("data", "content", "kind"),
    [
        ("Grüße", "Grüße".encode(), "text/plain; charset=utf-8"),
        (b"\x00\xff", b"\x00\xff", "application/octet-stream"),
        (io.StringIO("text"), b"text", "text/plain; charset=utf-8"),
        (io.BytesIO(b"bytes"), b"bytes", "application/octet-stream"),
        (lambda: b"made", b"made", "application/octet-stream"),
        ("", b"", "text/plain; charset=utf-8"),
    ],
)
def test_what_is_saved(saved, data, content, kind):
    answer = saved(data, "a.bin")
    assert (answer.content, answer["Content-Type"]) == (content, kind)
    assert answer["Content-Disposition"] == 'attachment; filename="a.bin"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_path_and_an_open_file_have_name_and_type(saved, tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text("a,b")
    for data in (path, path.open("rb"), path.open("rb", buffering=0)):
        answer = saved(data)
        assert (answer.content, answer["Content-Type"]) == (b"a,b", "text/csv; charset=utf-8")
        assert answer["Content-Disposition"] == 'attachment; filename="sales.csv"'


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1", "../../etc/passwd", '"; x="', "ü\ud800.csv", "x" * 5000, "\u202ecod.exe", ""]
)
def test_a_hostile_name_is_a_name(saved, name):
    answer = saved("x", name)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert not {"/", "\n", "\r", "\u202e"} & set(answer["Content-Disposition"])
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "a\r\nb", "no type", "text/plain; charset=x\n"])
def test_a_hostile_type_runs_nothing(saved, mime):
    answer = saved("<script>alert(1)</script>", "x", mime)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer["Content-Type"]


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=5-999", 206, b"56789", "bytes 5-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=3-1", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=٣-", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_a_part_of_it(saved, asked, status, content, said):
    answer = saved(b"0123456789", headers={"Range": asked})
    assert (answer.status_code, answer.content, answer.get("Content-Range")) == (status, content, said)


def test_what_the_browser_has_is_not_sent_again(saved):
    tag = saved(b"0123456789")["ETag"]
    assert saved(b"0123456789", headers={"If-None-Match": tag}).status_code == 304
    assert saved(b"0123456789", headers={"Range": "bytes=0-1", "If-Range": tag}).status_code == 206
    assert saved(b"0123456789", headers={"Range": "bytes=0-1", "If-Range": '"older"'}).status_code == 200


def test_nobody_else_gets_it(serve):
    visitor = Visitor(serve(lambda: fr.download_button("Save", "secret")))
    there = link(visitor)["href"]
    assert visitor.client.get(there).content == b"secret"
    assert Client().get(there).status_code == 404
    assert visitor.client.get(there.replace("/file/", "/data/")).status_code == 404
    assert visitor.client.post(there).status_code in (403, 405)


def test_who_may_not_see_the_page_any_more_gets_nothing(serve, django_user_model):
    ada = django_user_model.objects.create_user("ada", email="may")
    client = Client()
    client.force_login(ada)
    page = serve(lambda: fr.download_button("Save", "x"), user_passes=lambda user: user.email == "may")
    there = link(Visitor(page, client))["href"]
    assert client.get(there)["Cache-Control"] == "private, no-cache"
    ada.email = "may not"
    ada.save()
    assert client.get(there).status_code == 403


def test_a_press_runs_the_page_once_unless_it_is_to_be_ignored(serve, client, show):
    def page():
        fr.text(fr.download_button("Save", "x", key="a"))
        fr.download_button("Only save", "y", on_click="ignore", disabled=False)

    visitor = Visitor(serve(page), client, script=True)
    both = [part.one("a") for part in visitor.page.by_test_id("stDownloadButton")]
    assert "data-fr-presses" not in both[1]
    visitor.post("fr-page", both[0]["data-fr-presses"])
    assert "True" in visitor.text
    visitor.post("fr-page", "")
    assert "False" in visitor.text
    assert show(page).download_button(key="a").click().run().text[0].value == "True"


def test_a_disabled_one_has_no_file(serve):
    made = []
    visitor = Visitor(serve(lambda: fr.download_button("Save", lambda: made.append(1), disabled=True)))
    assert "href" not in link(visitor)
    assert made == []


def test_what_streamlit_refuses(show):
    def in_form():
        with fr.form("f"):
            fr.download_button("Save", "x")

    message = show(in_form).exception[0].message
    assert message.startswith("`st.download_button()` can't be used in an `st.form()`.")
    assert show(lambda: fr.download_button("S", 5)).exception[0].message == "Invalid binary data format: <class 'int'>"
    assert "'rerun', 'ignore'" in show(lambda: fr.download_button("D", "x", on_click="x")).exception[0].message
