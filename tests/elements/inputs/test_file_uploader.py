"""File uploader: what only it does."""

from __future__ import annotations

import csv
import io
import pickle
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.test import Client

import formrerun as fr
from formrerun.api.cache_keys import argument_key
from formrerun.models import Tab
from formrerun.testing import AppTest
from formrerun.testing.elements import AppTestError
from formrerun.uploads.field import FilesField
from formrerun.uploads.tokens import head_of
from formrerun.uploads.types import is_honest, is_taken, normal_types
from formrerun.uploads.uploaded_file import UploadedFile, file_of
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "UPLOAD_FOLDER": tmp_path / "uploads"}
    return tmp_path / "uploads"


def one() -> None:
    import formrerun as fr

    file = fr.file_uploader("File", key="file", type="csv", max_upload_size=1)
    fr.text(file.getvalue().decode() if file else "none")


def several() -> None:
    import formrerun as fr

    files = fr.file_uploader("Files", accept_multiple_files=True, key="files")
    fr.text(" ".join(file.name for file in files))


class TestValue:
    def test_is_none_or_an_empty_list_at_first(self):
        assert AppTest.from_function(one).run().file_uploader[0].value is None
        assert AppTest.from_function(several).run().file_uploader[0].value == []

    def test_is_a_bytes_io_and_a_file_of_django(self):
        at = AppTest.from_function(one).run()
        at.file_uploader[0].upload("a.csv", b"a,b\n1,2", "text/csv").run()
        file = at.session_state["file"]
        assert isinstance(file, io.BytesIO)
        assert (file.name, file.type, file.size, len(file)) == ("a.csv", "text/csv", 7, 7)
        assert (file.readline(), file.read(), file.getvalue()) == (b"a,b\n", b"1,2", b"a,b\n1,2")
        assert b"".join(file.chunks()) == b"a,b\n1,2"
        assert pickle.loads(pickle.dumps(file)).getvalue() == b"a,b\n1,2"

    def test_stays_over_runs(self):
        at = AppTest.from_function(one).run()
        at.file_uploader[0].upload("a.csv", b"content").run()
        assert at.run().text[0].value == "content"

    def test_several_files_come_in_their_order(self):
        at = AppTest.from_function(several).run()
        at.file_uploader[0].upload("a", b"1").upload("b", b"2").run()
        assert at.text[0].value == "a b"
        at.file_uploader[0].clear().run()
        assert at.text[0].value == ""

    def test_nobody_may_assign_it(self):
        def page() -> None:
            import formrerun as fr

            fr.session_state.file = None
            fr.file_uploader("File", key="file")

        assert "read-only" in AppTest.from_function(page).run().exception[0].message

    def test_an_author_keeps_it_in_session_state(self):
        def page() -> None:
            import formrerun as fr

            file = fr.file_uploader("File")
            if file:
                fr.session_state.kept = file
            fr.text(fr.session_state.kept.getvalue().decode() if "kept" in fr.session_state else "")

        at = AppTest.from_function(page).run()
        at.file_uploader[0].upload("a", b"content").run()
        at.file_uploader[0].clear().run()
        assert at.text[0].value == "content"

    @pytest.mark.parametrize(("name", "size"), [("a.exe", 1), ("a.csv", 1024 * 1024 + 1)])
    def test_a_test_is_told_what_no_browser_could_choose(self, name, size):
        at = AppTest.from_function(one).run()
        with pytest.raises(AppTestError, match=name):
            at.file_uploader[0].upload(name, b"x" * size).run()

    @pytest.mark.parametrize("size", [0, -1, 1.5, True])
    def test_a_size_is_a_positive_integer(self, show, size):
        at = show(lambda: fr.file_uploader("File", max_upload_size=size))
        assert "a positive integer" in at.exception[0].message


class TestLibraries:
    @pytest.fixture
    def given(self):
        return lambda name, content: file_of(FilesField(most=1000).sent(name, content))

    def test_csv_reads_it(self, given):
        assert [*csv.reader(io.TextIOWrapper(given("a.csv", b"a,b\n1,2")))] == [["a", "b"], ["1", "2"]]

    def test_pandas_reads_it(self, given):
        pandas = pytest.importorskip("pandas")
        assert pandas.read_csv(given("a.csv", b"a,b\n1,2")).to_dict("list") == {"a": [1], "b": [2]}

    def test_pillow_opens_it(self, given):
        pictures = pytest.importorskip("PIL.Image")
        made = io.BytesIO()
        pictures.new("RGB", (2, 3)).save(made, "PNG")
        assert pictures.open(given("a.png", made.getvalue())).size == (2, 3)

    def test_a_file_field_takes_it(self, given, tmp_path):
        class Holder:
            file = given("a.csv", b"1,2")

        field = FileField(name="file", upload_to="kept", storage=FileSystemStorage(tmp_path))
        field.attname = "file"
        saved = FieldFile(Holder(), field, "")
        saved.save(saved.instance.file.name, saved.instance.file, save=False)
        assert (tmp_path / "kept" / "a.csv").read_bytes() == b"1,2"

    def test_streamlit_s_cache_tells_contents_apart(self, given):
        assert argument_key(given("a", b"1"), {}) != argument_key(given("a", b"2"), {})


class TestTypes:
    def test_are_streamlits(self):
        assert normal_types([".JPG", "csv ", "image", "application/pdf", ""]) == (
            "image/*", "application/pdf", ".jpg", ".csv", ".jpeg",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("types", "name", "mime", "taken"),
        [
            ((), "a.exe", "", True),
            ((".csv",), "A.CSV", "", True),
            ((".csv",), "csv", "text/csv", False),
            (("image/*",), "a.png", "", True),
            (("image/*",), "a.html", "image/png", False),  # what the browser claims is not what its name says
            (("image/*",), "a", "image/webp", True),
        ],
    )
    def test_the_name_counts_more_than_what_is_claimed(self, types, name, mime, taken):
        assert is_taken(types, name, mime) is taken


PNG, JPEG, ZIP = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04"


class TestSignatures:
    @pytest.mark.parametrize(
        ("types", "name", "mime", "head", "honest"),
        [
            ("image", "a.png", "image/png", PNG, True),
            ("image", "a.png", "image/png", b"<html>", False),
            ("image", "a.png", "image/png", b"", False),
            ("image", "a", "image/png", b"MZ", False),  # what the browser claims, where the name says nothing
            (["jpg", "png"], "a.jpg", "", PNG, True),  # another one that may be given
            ("jpg", "a.jpg", "", PNG, False),
            ("image", "a.svg", "", b"<svg>", True),
            ("csv", "a.csv", "", "ä;ö\n".encode("latin-1"), True),
            ("csv", "a.csv", "", "a;b".encode("utf-16"), True),
            ("csv", "a.csv", "", b"BM;ID3;MZ", True),  # texts begin as they like
            ("csv", "a.csv", "", b"", True),
            ("csv", "a.csv", "", ZIP + b"\0", False),
            ("xlsx", "a.xlsx", "", ZIP, True),
            ("xlsx", "a.xlsx", "", b"a;b", False),
            ("pdf", "a.pdf", "", b"\n%PDF-1.7", True),
            ("audio", "a.wav", "audio/wav", b"RIFF\0\0\0\0WAVE", True),
            ("audio", "a.wav", "audio/wav", b"RIFF\0\0\0\0WEBP", False),
            ("audio", "a.mp3", "", b"\xff\xf3", True),
            ("parquet", "a.parquet", "", b"?", True),  # nobody knows what it should be
            (None, "a.png", "image/png", b"?", True),  # nobody asked
        ],
    )
    def test_a_file_is_what_its_name_says(self, types, name, mime, head, honest):
        assert is_honest(normal_types(types), name, mime, head) is honest


@pytest.mark.django_db
class TestUpload:
    @pytest.fixture
    def visitor(self, serve):
        def page() -> None:
            file = fr.file_uploader("File", key="file", type="csv", max_upload_size=1)
            fr.text(f"Got {file.name} {file.size}" if file else "Nothing")
            fr.file_uploader("Off", disabled=True)

        return Visitor(serve(page), script=True)

    def send(self, visitor, content=b"1,2", *, place=0, client=None, **headers):
        app = visitor.page.one(id="fr-app")
        field = visitor.page.all("fr-upload")[place]
        sent = {
            "X-CSRFToken": app["data-fr-csrf"],
            "FR-Tab": app["data-fr-tab"],
            "FR-Field": field["id"],
            "FR-Name": "a.csv",
            "FR-Type": "text/csv",
        }
        return (client or visitor.client).post(
            field["data-fr-src"], content, content_type="application/octet-stream", headers={**sent, **headers}
        )

    def test_its_token_is_the_value(self, visitor):
        token = self.send(visitor).json()["token"]
        choose(visitor, token)
        assert "Got a.csv 3" in visitor.text

    @pytest.mark.parametrize(
        ("content", "headers", "status"),
        [
            (b"1", {"FR-Name": "a.exe"}, 422),
            (b"1", {"FR-Name": "a.csv%00.exe"}, 422),
            (b"x" * (1024 * 1024 + 1), {}, 422),
            (b"1", {"FR-Field": "fr-nothing"}, 404),
            (b"1", {"FR-Tab": "0" * 32}, 404),
            (b"1", {"FR-Tab": "\x7f"}, 404),
        ],
    )
    def test_what_is_refused_says_why_and_is_not_kept(self, visitor, folder, content, headers, status):
        answer = self.send(visitor, content, **headers)
        assert answer.status_code == status
        assert answer.json()["message"]
        assert not [*folder.rglob("*")]

    def test_nobody_uploads_to_a_disabled_field(self, visitor):
        assert self.send(visitor, place=1).status_code == 409

    def test_nobody_uploads_to_a_tab_of_others(self, visitor):
        assert self.send(visitor, client=Client()).status_code == 404

    def test_without_a_csrf_token_it_is_refused(self, visitor):
        answer = self.send(visitor, **{"X-CSRFToken": ""})
        assert (answer.status_code, answer.json()["csrf"]) == (403, True)

    def test_the_name_is_cleaned(self, visitor):
        token = self.send(visitor, **{"FR-Name": "..%2F..%2Fetc%2Fa%0A.csv"}).json()["token"]
        assert head_of(token).name == "_.._etc_a_.csv"

    def test_it_may_come_in_parts_each_of_which_may_come_again(self, visitor, folder):
        first = self.send(visitor, b"1,", **{"FR-Size": "5"}).json()["part"]
        second = self.send(visitor, b"23", **{"FR-Size": "5", "FR-Part": first}).json()["part"]
        assert self.send(visitor, b"23", **{"FR-Size": "5", "FR-Part": first}).json()["part"] == second
        token = self.send(visitor, b"4", **{"FR-Size": "5", "FR-Part": second}).json()["token"]
        choose(visitor, second)
        assert "Nothing" in visitor.text
        choose(visitor, token)
        assert "Got a.csv 5" in visitor.text
        file = file_of(token)
        assert (file.getvalue(), b"".join(UploadedFile(head_of(token)).chunks(2))) == (b"1,234", b"1,234")

    @pytest.mark.parametrize("part", ["x", "C:\\a"])
    def test_parts_of_nothing_are_refused(self, visitor, part):
        assert self.send(visitor, **{"FR-Part": part}).status_code == 400

    def test_no_bytes_are_a_file_too(self, visitor):
        choose(visitor, self.send(visitor, b"").json()["token"])
        assert "Got a.csv 0" in visitor.text

    @pytest.mark.parametrize(
        "change", [lambda token: token + "x", lambda token: "x", lambda token: "C:\\fakepath\\a.csv"]
    )
    def test_what_was_not_signed_here_is_ignored(self, visitor, change):
        choose(visitor, change(self.send(visitor).json()["token"]))
        assert "Nothing" in visitor.text

    def test_a_token_of_another_visitor_is_ignored(self, visitor):
        token = self.send(visitor).json()["token"]
        other = Visitor(visitor.url, script=True)
        choose(other, token)
        assert "Nothing" in other.text

    def test_a_tab_keeps_so_much_and_no_more(self, visitor, settings):
        settings.FORMRERUN = {**settings.FORMRERUN, "UPLOAD_TAB_BYTES": 5}
        assert [self.send(visitor).status_code for _ in range(2)] == [200, 413]
        assert "together" in self.send(visitor).json()["message"]

    def test_all_tabs_of_a_visitor_keep_so_much_together(self, visitor, settings):
        settings.FORMRERUN = {**settings.FORMRERUN, "UPLOAD_USER_BYTES": 7}
        other_tab = Visitor(visitor.url, visitor.client, script=True)
        somebody = Visitor(visitor.url, script=True)
        assert [self.send(each).status_code for each in (visitor, other_tab, visitor, somebody)] == [200, 200, 413, 200]
        refused = self.send(other_tab, b"1", **{"FR-Size": "6"})  # before the rest of it is sent
        assert (refused.status_code, "all of your pages" in refused.json()["message"]) == (413, True)

    def test_the_limit_of_a_user_holds_for_all_of_their_sessions(self, visitor, settings, django_user_model):
        settings.FORMRERUN = {**settings.FORMRERUN, "UPLOAD_USER_BYTES": 5}
        ada = django_user_model.objects.create_user("ada")
        clients = [Client(), Client()]
        for client in clients:
            client.force_login(ada)
        assert [self.send(Visitor(visitor.url, each, script=True)).status_code for each in clients] == [200, 413]

    def test_parts_are_of_one_size_but_the_last(self, visitor):
        first = self.send(visitor, b"12", **{"FR-Size": "9"}).json()["part"]
        assert self.send(visitor, b"345", **{"FR-Size": "9", "FR-Part": first}).status_code == 400
        last = self.send(visitor, b"3", **{"FR-Size": "9", "FR-Part": first}).json()["part"]
        assert self.send(visitor, b"4", **{"FR-Size": "9", "FR-Part": last}).status_code == 400

    def test_a_file_whose_beginning_is_gone_is_none(self, visitor, folder):
        first = self.send(visitor, b"12", **{"FR-Size": "3"}).json()["part"]
        for path in folder.rglob("*.0-*"):
            path.unlink()
        answer = self.send(visitor, b"3", **{"FR-Size": "3", "FR-Part": first})
        assert (answer.status_code, "Choose it again" in answer.json()["message"]) == (400, True)

    @pytest.mark.parametrize("content", [b"PK\x03\x04 a table of another program", b"%PDF\0", b"\0"])
    def test_what_lies_about_its_type_is_refused(self, visitor, folder, content):
        answer = self.send(visitor, content)
        assert (answer.status_code, "a.csv is not what its name says" in answer.json()["message"]) == (422, True)
        assert not [*folder.rglob("*")]

    def test_where_nothing_can_be_kept_it_says_so(self, visitor, folder, monkeypatch):
        monkeypatch.setattr(FileSystemStorage, "_save", raise_full)
        assert self.send(visitor).status_code == 503

    def test_clearsessions_removes_what_belongs_to_no_tab(self, visitor, folder):
        self.send(visitor)
        call_command("clearsessions", verbosity=0)
        assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
        Tab.objects.all().delete()
        call_command("clearsessions", verbosity=0)
        assert not [*folder.iterdir()]


def choose(visitor, *tokens):
    """Send tokens as the value of the first field."""
    body, name = visitor.compose("fr-page", ""), visitor.page.all("fr-upload")[0]["id"]
    answer = visitor.send({**body, "fields": {name: list(tokens)}, "seqs": {name: visitor.seq}})
    assert answer.status_code == 200


def raise_full(*_args):
    raise OSError(28, "No space left on device")


@pytest.mark.django_db
class TestPlainForm:
    @pytest.fixture
    def visitor(self, serve):
        def page() -> None:
            with fr.form("form"):
                files = fr.file_uploader("Files", key="files", type="csv", accept_multiple_files=True)
                fr.text_input("Name", required=True)
                fr.form_submit_button("Save")
            fr.text("Got " + " ".join(f"{file.name}:{file.getvalue().decode()}" for file in files))

        return Visitor(serve(page))

    def press(self, visitor, *files):
        button, sent = visitor.button("Save"), {}
        for name, value in visitor.pairs(button["form"], button["value"]):
            sent.setdefault(name, []).append(value)
        name = visitor.page.one("fr-upload")["id"]
        sent[name] = [*filter(None, sent.get(name, [])), *files]
        answer = visitor.client.post(visitor.here, sent)
        if answer.status_code == 303:
            visitor.open(answer["Location"])
        else:
            visitor._show(answer)
        return answer

    def test_brings_its_files(self, visitor):
        visitor.fill("Name", "me")
        self.press(visitor, SimpleUploadedFile("a.csv", b"1"), SimpleUploadedFile("b.csv", b"2"))
        assert "Got a.csv:1 b.csv:2" in visitor.text

    def test_the_same_form_again_is_the_same_submission(self, visitor, folder):
        visitor.fill("Name", "me")
        before = visitor.page
        for _again in range(2):
            visitor.page = before
            self.press(visitor, SimpleUploadedFile("a.csv", b"1"))
        assert visitor.mark.endswith("-2")
        assert len([path for path in folder.rglob("*") if path.is_file()]) == 1

    def test_one_that_is_unchecked_goes(self, visitor):
        visitor.fill("Name", "me")
        self.press(visitor, SimpleUploadedFile("a.csv", b"1"), SimpleUploadedFile("b.csv", b"2"))
        del visitor.page.all("input", type="checkbox")[0].attrs["checked"]
        self.press(visitor)
        assert "Got b.csv:2" in visitor.text

    def test_they_are_kept_when_another_field_is_refused(self, visitor):
        answer = self.press(visitor, SimpleUploadedFile("a.csv", b"1"))
        assert answer.status_code == 422
        visitor.fill("Name", "me")
        self.press(visitor)
        assert "Got a.csv:1" in visitor.text

    def test_what_lies_about_its_type_says_so_at_the_field(self, visitor):
        visitor.fill("Name", "me")
        assert self.press(visitor, SimpleUploadedFile("a.csv", b"PK\x03\x04\0")).status_code == 422
        assert "a.csv is not what its name says: it cannot be read as text/csv." in visitor.text

    def test_what_is_refused_says_so_at_the_field(self, visitor):
        visitor.fill("Name", "me")
        assert self.press(visitor, SimpleUploadedFile("a.exe", b"1")).status_code == 422
        assert "a.exe is not of a type" in visitor.text


class Remote(Storage):
    """A storage far away: files have no path, listing them costs, and every call is counted."""

    files: ClassVar[dict[str, tuple[bytes, float]]] = {}
    calls: ClassVar[list[str]] = []

    def _open(self, name, mode="rb"):
        self.calls.append("open")
        if name not in self.files:
            raise FileNotFoundError(name)
        return ContentFile(self.files[name][0], name)

    def _save(self, name, content):
        self.calls.append("save")
        self.files[name] = b"".join(content.chunks()), time.time()
        return name

    def exists(self, name):
        self.calls.append("exists")
        return name in self.files

    def delete(self, name):
        self.files.pop(name, None)

    def size(self, name):
        self.calls.append("size")
        return len(self.files[name][0])

    def listdir(self, path):
        self.calls.append("listdir")
        start = f"{path}/" if path else ""
        inside = [name.removeprefix(start) for name in self.files if name.startswith(start)]
        return sorted({name.partition("/")[0] for name in inside if "/" in name}), [n for n in inside if "/" not in n]

    def get_modified_time(self, name):
        return datetime.fromtimestamp(self.files[name][1], tz=UTC)


class TestRemoteStorage(TestUpload):
    """All of this holds where files stand in a bucket of another machine."""

    @pytest.fixture(autouse=True)
    def bucket(self, settings):
        Remote.files.clear()
        settings.STORAGES = {**settings.STORAGES, "bucket": {"BACKEND": f"{__name__}.Remote"}}
        settings.FORMRERUN = {**settings.FORMRERUN, "UPLOADS": "bucket"}
        return Remote

    def test_a_part_costs_the_same_however_many_there_are(self, visitor, bucket):
        part, costs = "", []
        for number in range(20):
            bucket.calls.clear()
            said = self.send(visitor, b"1", **{"FR-Size": "20", "FR-Part": part}).json()
            part = said.get("part")
            costs.append(sorted(bucket.calls))
            assert (number == 19) == ("token" in said)
        assert costs[1] == costs[18] == ["exists", "exists", "listdir", "save"]
        assert file_of(said["token"]).read(5) == b"11111"

    def test_clearsessions_removes_what_belongs_to_no_tab(self, visitor, bucket):
        self.send(visitor)
        call_command("clearsessions", verbosity=0)
        assert len(bucket.files) == 1
        Tab.objects.all().delete()
        call_command("clearsessions", verbosity=0)
        assert bucket.files == {}

    test_where_nothing_can_be_kept_it_says_so = None
    test_a_file_whose_beginning_is_gone_is_none = None


class TestReading:
    """A file is read from where it is kept: only who asks for all of it gets all of it."""

    @pytest.fixture
    def file(self):
        field = FilesField(most=1000)
        head = replace(field.head("a.txt", "text/plain", 4), parts=1, step=4)
        field.keep(head, ContentFile(b"a\nbc"))
        head = replace(head, parts=2, size=8)
        field.keep(head, ContentFile(b"d\nef"))
        head = replace(head, parts=3, size=10)
        return file_of(field.keep(head, ContentFile(b"gh")))

    def test_from_any_place_in_any_part(self, file):
        assert (file.read(3), file.tell(), file.read(3), file.read()) == (b"a\nb", 3, b"cd\n", b"efgh")
        assert (file.seek(-3, io.SEEK_END), file.read(2), file.seek(1), file.readline()) == (7, b"fg", 1, b"\n")
        assert [*file] == [b"bcd\n", b"efgh"]
        assert not file._loaded

    def test_who_asks_for_all_or_writes_has_it_in_memory(self, file):
        file.read(2)
        assert (file.getvalue(), file.read(1)) == (b"a\nbcd\nefgh", b"b")
        file.write(b"X")
        assert b"".join(file.chunks(4)) == b"a\nbXd\nefgh"

    def test_one_that_was_closed_is_closed(self, file):
        file.read(1)
        file.close()
        with pytest.raises(ValueError, match="closed"):
            file.read()
