"""File uploader: what only it does."""

from __future__ import annotations

import io
import pickle

import pytest

from formrerun.testing import AppTest


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
