"""Scripts as pages: magic, ``import streamlit``, and a script as a Django view."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import formrerun as fr
from formrerun.exceptions import StreamlitPageNotFoundError
from formrerun.scripts.compiling import compile_script
from formrerun.testing import AppTest
from tests.visitor import Visitor


def shown(script):
    """Return what a script writes, as Markdown."""
    at = AppTest.from_string(script).run()
    assert not at.exception, at.exception[0].message
    return [element.value for element in at.markdown]


class TestMagic:
    @pytest.mark.parametrize(
        ("script", "written"),
        [
            ("'hello'\n'again'", ["again"]),  # the first text of a script is its docstring
            ("x = 3\nx", ["`3`"]),
            ("x = 3\n'x is', x", ["x is `3`"]),
            ("1 + 1", ["`2`"]),
            ("None", ["`None`"]),
            ("if True:\n    'yes'\nelse:\n    'no'", ["yes"]),
            ("for n in range(2):\n    f'{n}'", ["0", "1"]),
            ("while True:\n    'once'\n    break", ["once"]),
            ("with open('/dev/null') as f:\n    'in it'", ["in it"]),
            ("try:\n    1 / 0\nexcept ZeroDivisionError:\n    'caught'\nfinally:\n    'end'", ["caught", "end"]),
            ("match 1:\n    case 1:\n        'matched'", ["matched"]),
            ("def f():\n    'a docstring'\n    'drawn'\nf()", ["drawn"]),
            ("class A:\n    'docs'\n    'not it'\n    def m(self):\n        'd'\n        'drawn'\nA().m()", ["drawn"]),
            ("def f():\n    return 1\nf()", []),  # a call draws nothing by itself
            ("def f():\n    yield 1\nlist(f())", []),
            ("async def f():\n    await g()", []),
            ("x: int\nx = 1", []),
            ("[n for n in 'ab'][0]", ["a"]),
        ],
    )  # fmt: skip
    def test_a_bare_expression_is_written(self, script, written):
        assert shown(script) == written

    def test_line_numbers_stay_those_of_the_file(self):
        at = AppTest.from_string("1\n2\n\nraise ValueError('here')").run()
        assert at.exception[0].proto.where.endswith("line 4")


class TestImports:
    @pytest.mark.parametrize(
        "script",
        [
            "import streamlit as st\nst.markdown('drawn')",
            "import streamlit\nstreamlit.markdown('drawn')",
            "from streamlit import markdown\nmarkdown('drawn')",
            "import os, streamlit as st\nst.markdown('drawn')",
            "def f():\n    import streamlit as st\n    st.markdown('drawn')\nf()",
            "import streamlit as st\nfrom streamlit.errors import StreamlitAPIException\nst.markdown('drawn')",
            "import streamlit as st\nfrom streamlit import runtime\nif runtime.exists(): st.markdown('drawn')",
            "import formrerun as st\nst.markdown('drawn')",
        ],
    )
    def test_streamlit_is_this_package(self, script):
        assert shown(script) == ["drawn"]

    def test_the_process_keeps_no_module_of_that_name(self):
        shown("import streamlit as st\nst.markdown('a')")
        assert "streamlit" not in sys.modules

    def test_other_modules_are_left_alone(self):
        code = compile_script("import streamlitic, os.path\nfrom .streamlit import x", "x.py")
        assert {"streamlitic", "os.path", "streamlit"} <= {*code.co_names}


class TestModule:
    def test_a_script_is_main(self):
        assert shown("import sys\n__name__, str(sys.modules['__main__'].__dict__ is globals())") == ["__main__ True"]

    def test_its_annotations_are_values_unless_it_says_otherwise(self):
        source = "def f(a: int): ...\nf'{f.__annotations__}'"
        assert shown(source) == ["{'a': <class 'int'>}"]
        assert shown(f"from __future__ import annotations\n{source}") == ["{'a': 'int'}"]

    def test_each_run_begins_with_no_names(self):
        at = AppTest.from_string("import formrerun as fr\nfr.button('B')\nfr.text('x' in globals())\nx = 1").run()
        assert at.button[0].click().run().text[0].value == "False"

    def test_it_is_read_in_the_encoding_that_its_first_bytes_say(self, tmp_path):
        script, page = tmp_path / "app.py", tmp_path / "latin.py"
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "secrets.toml").write_text("city = 'Köln'", encoding="utf-8-sig")  # by Notepad
        script.write_text(
            "import streamlit as st\nst.text(st.secrets.city)\nst.navigation([st.Page('latin.py')]).run()",
            encoding="utf-8-sig",
        )
        page.write_text(
            "# -*- coding: latin-1 -*-\nimport streamlit as st\nst.text('Wien, Zürich')", encoding="latin-1"
        )
        at = AppTest.from_file(script).run()
        assert [text.value for text in at.text] == ["Köln", "Wien, Zürich"]

    def test_a_syntax_error_is_shown_with_its_line(self):
        at = AppTest.from_string("a = 1\nb = = 2").run()
        assert at.exception[0].proto.type == "SyntaxError"
        assert "line 2" in at.exception[0].message

    def test_a_syntax_error_is_placed_where_it_stands_and_not_in_python_s_parser(self, tmp_path):
        script, helper = tmp_path / "app.py", tmp_path / "helping.py"
        script.write_text("import helping")
        helper.write_text("import streamlit as st\nb = = 2")
        error = AppTest.from_file(script).run().exception[0]
        assert error.proto.where.endswith("helping.py, line 2")
        assert [line.strip().split(", in ")[0] for line in error.stack_trace] == [f'File "{script}", line 1']
        script.write_text("a = 1\neval('b = = 2')")
        assert AppTest.from_file(script).run().exception[0].proto.where.endswith("app.py, line 2")
        script.write_text("a = 1\n\nb = = 2")
        error = AppTest.from_file(script).run().exception[0]
        assert (error.proto.where.endswith("app.py, line 3"), error.stack_trace) == (True, [])


@pytest.mark.django_db
class TestScriptPage:
    @pytest.fixture
    def script(self, tmp_path):
        path = tmp_path / "sales_report.py"
        path.write_text("import streamlit as st\nst.text(st.text_input('Name', key='n') + '!')\n")
        return path

    def test_it_is_a_view_with_the_file_s_name_as_title(self, serve, script):
        visitor = Visitor(serve(fr.script_page(script), plain=True), script=True)
        assert visitor.page.one("title").text == "Sales report"
        visitor.change("Name", "Ada")
        assert "Ada!" in visitor.text

    def test_it_takes_the_options_of_a_page(self, serve, script, client):
        view = fr.script_page(script, title="Sales", permission_required="auth.view_user", state="session")
        assert (view.page.title, view.page.login_required, view.page.state) == ("Sales", True, "session")
        assert client.get(serve(view, plain=True)).status_code == 302

    def test_it_is_read_again_when_it_changes_and_the_state_stays(self, serve, script):
        visitor = Visitor(serve(fr.script_page(script), plain=True), script=True)
        visitor.change("Name", "Ada")
        script.write_text("import streamlit as st\nst.text(st.text_input('Name', key='n') + '?')\nst.button('B')\n")
        os.utime(script, ns=(1, 1))
        visitor.change("Name", "Bob")
        assert "Bob?" in visitor.text

    def test_a_relative_path_is_looked_for_beside_the_caller(self):
        view = fr.script_page("../project/examples/form_container.py")
        assert view.page.title == "Form container"

    def test_a_file_that_does_not_exist(self):
        with pytest.raises(StreamlitPageNotFoundError, match=r"The file `nonsense\.py` could not be found") as missing:
            fr.script_page("nonsense.py")
        assert f"looked for in {Path(__file__).parent}, " in str(missing.value)

    @pytest.mark.parametrize("rule", [{"user_passes": lambda user: False}, {"permission_required": "auth.view_user"}])
    def test_a_rule_implies_a_login(self, serve, client, script, rule):
        view = fr.script_page(script, login_required=False, **rule)
        assert client.get(serve(view)).status_code == 302

    def test_two_scripts_of_one_name_are_two_pages(self, tmp_path, script):
        (tmp_path / "other").mkdir()
        second = tmp_path / "other" / script.name
        second.write_text("1")
        assert fr.script_page(script).page.name != fr.script_page(second).page.name

    def test_it_imports_from_its_own_folder(self, serve, script, monkeypatch):
        monkeypatch.setattr(sys, "path", [*sys.path])
        (script.parent / "helper_of_sales.py").write_text("WORD = 'helped'")
        script.write_text("import streamlit as st\nfrom helper_of_sales import WORD\nst.text(WORD)")
        try:
            assert "helped" in Visitor(serve(fr.script_page(script), plain=True)).text
        finally:
            sys.modules.pop("helper_of_sales", None)

    def test_what_changed_beside_it_is_imported_again_where_that_is_watched(self, serve, script, monkeypatch):
        monkeypatch.setattr(sys, "path", [*sys.path])
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
        helper = script.parent / "watched_helper.py"
        helper.write_text("WORD = 'before'")
        script.write_text("import streamlit as st\nfrom watched_helper import WORD\nst.text(WORD)")
        url = serve(fr.script_page(script, watch=True), plain=True)
        try:
            assert "before" in Visitor(url).text
            assert "before" in Visitor(url).text
            helper.write_text("WORD = 'after'")
            os.utime(helper, ns=(1, 1))
            assert "after" in Visitor(url).text
        finally:
            sys.modules.pop("watched_helper", None)
