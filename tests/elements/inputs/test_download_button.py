"""Download buttons: what is saved, under which name, for whom, and what runs."""

from __future__ import annotations

import io
from urllib.parse import urljoin

import pytest
from django.core.files.base import ContentFile
from django.test import Client

import formrerun as fr
from formrerun import store
from formrerun.models import Blob, Tab
from formrerun.tables import encoding
from formrerun.testing import AppTestError
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


def made_later():
    yield "Grüße,"
    yield b"1"


class TestMadeWhenPressed:
    @pytest.fixture
    def offered(self, serve):
        """Draw a page; return who visits it, and what follows its download button."""

        def draw(page, **options):
            visitor = Visitor(serve(page, **options))
            return visitor, lambda **more: visitor.client.get(urljoin(visitor.here, link(visitor)["href"]), **more)

        return draw

    @pytest.mark.parametrize(
        ("data", "content", "kind"),
        [
            (lambda: b"made", b"made", "application/octet-stream"),
            (lambda: "text", b"text", "text/plain; charset=utf-8"),
            (lambda: io.BytesIO(b"bytes"), b"bytes", "application/octet-stream"),
            (lambda: made_later(), "Grüße,1".encode(), "application/octet-stream"),
            (lambda: ContentFile(b"of Django"), b"of Django", "application/octet-stream"),
        ],
    )
    def test_is_what_a_function_returns(self, offered, data, content, kind):
        _visitor, follow = offered(lambda: fr.download_button("Save", data, "a.bin"))
        answer = follow()
        assert (b"".join(answer), answer["Content-Type"]) == (content, kind)
        assert answer["Content-Disposition"] == 'attachment; filename="a.bin"'
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")

    def test_a_generator_is_one_too(self, offered):
        _visitor, follow = offered(lambda: fr.download_button("Save", made_later(), "a.csv", "text/csv"))
        for _twice in range(2):
            answer = follow()
            assert (b"".join(answer), answer["Content-Type"]) == ("Grüße,1".encode(), "text/csv; charset=utf-8")

    def test_nothing_is_made_while_the_page_is_drawn(self, offered):
        made = []
        visitor, follow = offered(lambda: fr.download_button("Save", lambda: made.append(1) or b"x"))
        visitor.open(visitor.here)
        assert visitor.client.head(urljoin(visitor.here, link(visitor)["href"])).status_code == 204
        assert follow(headers={"Sec-Purpose": "prefetch"}).status_code == 204
        assert made == []
        follow()
        assert made == [1]

    def test_it_is_made_of_the_page_as_it_was_drawn(self, offered):
        def page():
            number = fr.number_input("Number", value=1, step=1)
            fr.session_state.doubled = 2 * number
            if fr.query_params.get("of") is None:
                fr.query_params["of"] = "x"
            fr.download_button("Save", lambda: f"{number} {fr.session_state.doubled} {fr.query_params['of']}", key="a")
            fr.text(Tab.objects.count())

        visitor, follow = offered(page)
        visitor.fill("Number", "7")
        visitor.press("Apply")
        drawn = visitor.mark
        assert follow().content == b"7 14 x"
        visitor.open(visitor.here)
        assert visitor.mark == drawn

    def test_what_is_drawn_under_a_button_is_found_again(self, offered):
        def page():
            if fr.button("Prepare"):
                fr.download_button("Save", lambda: b"made")

        visitor = offered(page)[0]
        visitor.press("Prepare")
        assert visitor.client.get(urljoin(visitor.here, link(visitor)["href"])).content == b"made"

    def test_so_is_what_stands_in_a_dialog_that_has_run_alone_since(self, offered):
        @fr.dialog("Export")
        def export(order):
            name = fr.text_input("Name", key="name")
            fr.button("Check")
            fr.download_button("Save", lambda: f"order {order} for {name}")

        def page():
            if fr.button("Open"):
                export(7)

        visitor = offered(page)[0]
        visitor.press("Open")
        visitor.fill("Name", "Ada").press("Check")
        assert visitor.client.get(urljoin(visitor.here, link(visitor)["href"])).content == b"order 7 for Ada"

    def test_a_fragment_that_is_not_for_its_visitor_any_more_makes_none(self, offered, django_user_model):
        @fr.fragment(permission="auth.view_user")
        def export():
            fr.download_button("Save", lambda: b"made")

        visitor = offered(export)[0]
        visitor.client.force_login(django_user_model.objects.create_superuser("ada"))
        visitor.open(visitor.url)
        there = urljoin(visitor.here, link(visitor)["href"])
        assert visitor.client.get(there).content == b"made"
        django_user_model.objects.update(is_superuser=False)
        assert visitor.client.get(there).status_code == 404

    def test_it_is_offered_to_its_visitor_alone_and_as_long_as_it_is_shown(self, offered):
        def page():
            disabled = fr.checkbox("Off")
            fr.download_button("Save", lambda: b"x", disabled=disabled)

        visitor, follow = offered(page)
        there = urljoin(visitor.here, link(visitor)["href"])
        assert follow().status_code == 200
        assert Client().get(there).status_code == 404
        assert visitor.client.get(there[:-3]).status_code == 404
        visitor.fill("Off", True)
        visitor.press("Apply")
        assert visitor.page.by_test_id("stDownloadButton")[0].all("a") == []
        answer = visitor.client.get(there)
        assert (answer.status_code, answer["Content-Type"]) == (404, "text/plain; charset=utf-8")

    def test_who_may_not_see_the_page_any_more_gets_nothing(self, serve, django_user_model):
        ada = django_user_model.objects.create_user("ada", email="may")
        client = Client()
        client.force_login(ada)
        page = serve(lambda: fr.download_button("Save", lambda: "x"), user_passes=lambda user: user.email == "may")
        visitor = Visitor(page, client)
        ada.email = "may not"
        ada.save()
        there = urljoin(visitor.here, link(visitor)["href"])
        assert client.get(there).status_code == 403
        answer = Client().get(there)  # nor is the login page saved as the file
        assert (answer.status_code, answer["Content-Type"]) == (403, "text/plain; charset=utf-8")

    def test_what_cannot_be_made_is_logged_and_no_page_is_saved_for_it(self, offered, caplog):
        _visitor, follow = offered(lambda: fr.download_button("Save", lambda: 1 / 0))
        answer = follow()
        assert (answer.status_code, answer.content) == (500, b"The file could not be made.")
        assert "ZeroDivisionError" in caplog.text


class TestLarge:
    """What has more than a megabyte is never in memory as a whole, whoever asks for whichever part."""

    @pytest.fixture
    def path(self, tmp_path):
        path = tmp_path / "large.bin"
        path.write_bytes(bytes(range(256)) * 8192)
        return path

    @pytest.fixture(params=["path", "open", "bytes"])
    def follow(self, request, serve, path):
        def page():
            with path.open("rb") as file:
                fr.download_button("Save", {"path": path, "open": file, "bytes": path.read_bytes()}[request.param], "a")

        visitor = Visitor(serve(page))
        there = urljoin(visitor.here, link(visitor)["href"])
        return lambda **headers: visitor.client.get(there, headers=headers)

    def test_all_of_it_comes_in_parts(self, follow, path):
        answer = follow()
        parts = [*answer.streaming_content]
        assert max(map(len, parts)) <= 256 * 1024
        assert (b"".join(parts), answer["Content-Length"]) == (path.read_bytes(), str(path.stat().st_size))
        assert answer["Content-Disposition"] == 'attachment; filename="a"'

    @pytest.mark.parametrize(
        ("asked", "status", "content", "said"),
        [
            ("bytes=1048577-1048580", 206, b"\x01\x02\x03\x04", "bytes 1048577-1048580/2097152"),
            ("bytes=-2", 206, b"\xfe\xff", "bytes 2097150-2097151/2097152"),
            ("bytes=2097152-", 416, b"", "bytes */2097152"),
        ],
    )
    def test_a_part_of_it(self, follow, asked, status, content, said):
        answer = follow(Range=asked)
        assert (answer.status_code, b"".join(answer), answer["Content-Range"]) == (status, content, said)

    def test_what_the_browser_has_is_not_sent_again(self, follow):
        answer = follow()
        assert len(b"".join(answer)) == 2097152
        tag = answer["ETag"]
        assert follow(**{"If-None-Match": tag}).status_code == 304
        assert len(b"".join(follow(Range="bytes=0-1", **{"If-Range": tag}))) == 2
        assert len(b"".join(follow(Range="bytes=0-1", **{"If-Range": '"older"'}))) == 2097152

    def test_one_of_which_a_part_is_gone_is_none(self, serve, path):
        visitor = Visitor(serve(lambda: fr.download_button("Save", path.read_bytes())))
        there = link(visitor)["href"]
        assert Blob.objects.count() >= 2
        Blob.objects.all().delete()
        encoding.forget()
        store.default().loaded.clear()
        store.default().known.clear()
        assert visitor.client.get(there).status_code == 404
        visitor.open(visitor.here)
        assert b"".join(visitor.client.get(link(visitor)["href"])) == path.read_bytes()


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
    both = [part.one("button") for part in visitor.page.by_test_id("stDownloadButton")]
    assert "name" not in both[1]
    assert all(button["data-fr-saves"] for button in both)
    visitor.post("fr-page", both[0]["value"])
    assert "True" in visitor.text
    visitor.post("fr-page", "")
    assert "False" in visitor.text
    assert show(page).download_button(key="a").click().run().text[0].value == "True"


def test_a_disabled_one_has_no_file(serve):
    made = []
    visitor = Visitor(serve(lambda: fr.download_button("Save", lambda: made.append(1), disabled=True)))
    assert visitor.page.by_test_id("stDownloadButton")[0].all("a") == []
    assert "disabled" in visitor.page.by_test_id("stDownloadButton")[0].one("button")
    assert made == []


def test_what_streamlit_refuses(show):
    def in_form():
        with fr.form("f"):
            fr.download_button("Save", "x")

    message = show(in_form).exception[0].message
    assert message.startswith("`st.download_button()` can't be used in an `st.form()`.")
    assert show(lambda: fr.download_button("S", 5)).exception[0].message == "Invalid binary data format: <class 'int'>"
    assert "'rerun', 'ignore'" in show(lambda: fr.download_button("D", "x", on_click="x")).exception[0].message


def made():
    yield fr.session_state.get("name", "nobody")
    yield b"!"


def broken():
    raise ValueError("broken")


@pytest.mark.parametrize(
    ("data", "saved"),
    [("text", b"text"), (b"bytes", b"bytes"), (b"x" * 3_000_000, b"x" * 3_000_000), (lambda: "late", b"late"),
     (made, b"Ada!")],
    ids=["text", "bytes", "large", "function", "generator"],
)  # fmt: skip
def test_a_test_reads_what_it_saves(show, data, saved):
    def page():
        fr.session_state.name = "Ada"
        fr.download_button("Save", data() if data is made else data, key="save")

    assert show(page).download_button[0].data == saved


def test_a_test_is_told_why_there_is_no_file(show):
    def page():
        fr.download_button("Off", "text", disabled=True)
        fr.download_button("Broken", broken)

    off, fails = show(page).download_button
    with pytest.raises(AppTestError, match="'Off' is disabled"):
        off.data
    with pytest.raises(AppTestError, match="could not be made"):
        fails.data
