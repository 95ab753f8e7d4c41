"""``import streamlit`` and its modules, in scripts and in what they import."""

from __future__ import annotations

import sys

import pytest

import formrerun as fr
from formrerun.testing import AppTest
from tests.visitor import Visitor


def texts(at):
    assert not at.exception, at.exception[0].message
    return [element.value for element in at.text]


def run(script):
    return texts(AppTest.from_string(script).run())


class TestNames:
    @pytest.mark.parametrize(
        "script",
        [
            "from streamlit.components.v1 import html, iframe, declare_component",
            "import streamlit.components.v2",
            "from streamlit.hello import streamlit_app\nimport streamlit.vendor.pympler, streamlit.elements.doc_string",
            "from streamlit.connections import BaseConnection, SQLConnection",
            (
                "from streamlit.delta_generator import DeltaGenerator\nimport streamlit as st\n"
                "assert isinstance(st.sidebar, DeltaGenerator)"
            ),
            (
                "from streamlit.errors import StreamlitAuthError, StreamlitAPIException\n"
                "assert issubclass(StreamlitAuthError, Exception)"
            ),
            "from streamlit.elements.lib.column_config_utils import ColumnConfigMapping",
            "from streamlit.logger import get_logger\nget_logger(__name__).info('x')",
            (
                "from streamlit.navigation.page import StreamlitPage\n"
                "import streamlit as st\nassert callable(st.navigation)"
            ),
            "import streamlit.navigation.page\nassert callable(streamlit.navigation)",
            "from streamlit.runtime import exists, get_instance\nassert exists() and get_instance() is not None",
            "from streamlit.runtime.caching import cache_data\ncache_data(lambda: 1)()",
            "from streamlit.runtime.scriptrunner import get_script_run_ctx, add_script_run_ctx",
            "from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx",
            (
                "from streamlit.runtime.state import SessionStateProxy\nimport streamlit as st\n"
                "assert isinstance(st.session_state, SessionStateProxy)"
            ),
            "from streamlit.runtime.uploaded_file_manager import UploadedFile as U\nassert not isinstance(1, U)",
            (
                "from streamlit.web import cli, bootstrap\nfrom streamlit import config\n"
                "assert config.get_option('server.port') == 8501"
            ),
            (
                "from streamlit import config\n"
                "assert config.get_config_options()['theme.textColor'].value is None\n"
                "assert config.get_options_for_section('server')['port'] == 8501"
            ),
            (
                "from pathlib import Path\nfrom streamlit.source_util import page_icon_and_name\n"
                "assert page_icon_and_name(Path('pages/2_📈_Sales by_day.py')) == ('📈', 'Sales_by_day')"
            ),
            "from streamlit.column_config import TextColumn",
            "import streamlit as st\nst.column_config.TextColumn('A')",
            "from streamlit.testing.v1 import AppTest",
            "from streamlit import *\nmarkdown('a')",
            "import streamlit as st\nassert st.components.v1.html and st.errors.Error and st.runtime.exists()",
        ],
    )
    def test_what_public_apps_import_is_there(self, script):
        assert run(f"{script}\nimport streamlit as last\nlast.text('end')") == ["end"]

    def test_a_module_that_streamlit_has_not_is_none_here(self):
        at = AppTest.from_string("import streamlit.report_thread").run()
        assert "streamlit.report_thread" in at.exception[0].message

    def test_the_version_is_streamlit_s_in_scripts(self):
        assert run("import streamlit as st\nst.text(st.__version__)") == ["1.67.0"]
        assert fr.__version__ == "0.1.0"

    def test_removed_names_say_what_to_use(self):
        at = AppTest.from_string("import streamlit as st\n@st.cache\ndef f(): pass").run()
        assert at.exception[0].message == (
            "module 'streamlit' has no attribute 'cache'. st.cache has been removed. Use st.cache_data or "
            "st.cache_resource instead."
        )

    def test_a_name_that_may_be_missing_can_be_asked_for(self):
        assert run("import streamlit as st\nst.text((hasattr(st, 'cache'), hasattr(st, 'line_chart')))") == [
            "(False, True)"
        ]


class TestRuntime:
    SCRIPT = """
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    st.button("B")
    st.text(get_script_run_ctx().session_id)
    """

    def test_a_session_has_an_id_that_stays_and_is_its_own(self):
        one, other = AppTest.from_string(self.SCRIPT).run(), AppTest.from_string(self.SCRIPT).run()
        first = one.text[0].value
        assert len(first) > 5
        assert one.button[0].click().run().text[0].value == first != other.text[0].value

    def test_a_rerun_may_be_raised(self):
        script = """
        import streamlit as st
        from streamlit.runtime.scriptrunner import RerunData, RerunException
        if "again" not in st.session_state:
            st.session_state.again = True
            raise RerunException(RerunData(None))
        st.text("second")
        """
        assert run(script) == ["second"]

    def test_what_libraries_call_of_streamlit_s_insides_does_its_work(self, caplog):
        script = """
        import streamlit as st
        from streamlit.deprecation_util import show_deprecation_warning
        from streamlit.elements.lib.image_utils import image_to_url
        from streamlit.runtime.metrics_util import gather_metrics
        @gather_metrics("library.draw")
        def draw(text):
            st.text(text)
        gather_metrics("library.again", draw)("drawn")
        show_deprecation_warning("Use something else.", show_in_browser=False)
        st.text(image_to_url("https://a.example/b.png", None, False, "RGB", "auto", "id"))
        st.text(image_to_url("<svg xmlns='http://www.w3.org/2000/svg'> </svg>", None, False, "RGB", "auto", "id")[:11])
        """
        assert run(script) == ["drawn", "https://a.example/b.png", "/formrerun/"]
        assert "Use something else." in caplog.text

    def test_components_ask_whether_they_stand_in_a_form_and_draw_into_the_body(self):
        script = """
        import streamlit as st
        from streamlit.elements.lib.form_utils import is_in_form
        st.text(is_in_form(st._main))
        with st.form("order"):
            st.text(is_in_form(st._main))
            st.form_submit_button("Send")
        left, _ = st.columns(2)
        with left, st._event:
            st._main.text("at the left")
        """
        assert run(script) == ["False", "True", "at the left"]


class TestHelpers:
    """Modules beside a script."""

    @pytest.fixture
    def folder(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sys, "path", [*sys.path])
        before = set(sys.modules)
        yield tmp_path
        for name in set(sys.modules) - before:
            if "helped" in name:
                del sys.modules[name]

    def write(self, folder, **files):
        for name, text in files.items():
            file = folder / f"{name.replace('__', '/', 1)}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return folder / "app.py"

    @pytest.mark.parametrize(
        "helper",
        [
            "import streamlit as st\ndef draw(): st.text('helped')",
            "import streamlit\ndef draw(): streamlit.text('helped')",
            "from streamlit import text\ndef draw(): text('helped')",
            "import streamlit.components.v1\ndef draw(): streamlit.text('helped')",
            "def draw():\n    import streamlit as st\n    st.text('helped')",
        ],
    )
    def test_they_know_streamlit(self, folder, helper):
        script = self.write(folder, app="import helped\nhelped.draw()", helped=helper)
        assert texts(AppTest.from_file(script).run()) == ["helped"]
        assert "streamlit" not in sys.modules

    def test_so_do_packages_and_what_they_import(self, folder):
        script = self.write(
            folder,
            app="from helped_package.views import draw\ndraw()",
            helped_package____init__="",
            helped_package__views="from .parts import draw",
            helped_package__parts="import streamlit as st\ndef draw(): st.text(st.__version__)",
        )
        assert texts(AppTest.from_file(script).run()) == ["1.67.0"]

    def test_a_bare_expression_in_one_is_not_written(self, folder):
        script = self.write(folder, app="import helped_quietly", helped_quietly="import streamlit as st\n1 + 1")
        assert not AppTest.from_file(script).run().markdown

    def test_a_callback_may_import_one(self, folder):
        app = "import streamlit as st\ndef act():\n    import helped_late\nst.button('B', on_click=act)"
        script = self.write(folder, app=app, helped_late="import streamlit as st\nst.session_state.x = 1")
        at = AppTest.from_file(script).run()
        at.button[0].click().run()
        assert not at.exception
        assert at.session_state.x == 1

    def test_bytecode_of_them_is_neither_read_nor_left_behind(self, folder):
        script = self.write(folder, app="import helped_code", helped_code="import streamlit")
        AppTest.from_file(script).run()
        assert not list(folder.glob("__pycache__/helped_code*"))

    @pytest.mark.django_db
    def test_a_script_as_a_view_has_them_too(self, folder, serve):
        script = self.write(
            folder, app="import helped_view\nhelped_view.draw()",
            helped_view="import streamlit as st\ndef draw(): st.text('helped')",
        )  # fmt: skip
        assert "helped" in Visitor(serve(fr.script_page(script), plain=True)).text

    def test_two_scripts_with_helpers_of_one_name_have_their_own(self, folder):
        scripts = []
        for word in ("one", "two"):
            (folder / word).mkdir()
            app = "import streamlit as st\nfrom helped_both import WORD\nst.text(WORD)"
            scripts.append(self.write(folder / word, app=app, helped_both=f"WORD = {word!r}"))
        shown = [texts(AppTest.from_file(script).run()) for script in (*scripts, *scripts)]
        assert shown == [["one"], ["two"], ["one"], ["two"]]

    def test_a_library_that_wants_streamlit_has_it_while_a_script_runs(self, folder, monkeypatch):
        from formrerun.scripts import aliases

        monkeypatch.setattr(aliases, "LIBRARIES", (str(folder),))
        script = self.write(folder, app="import helped_library", helped_library="import streamlit as st\nst.text('l')")
        monkeypatch.setitem(sys.modules, "streamlit", None)
        del sys.modules["streamlit"]
        try:
            assert texts(AppTest.from_file(script).run()) == ["l"]
        finally:
            sys.modules.pop("streamlit", None)
        with pytest.raises(ModuleNotFoundError):
            __import__("streamlit.errors")


def test_scripts_made_from_streamlit_hello_show_their_code(tmp_path):
    (tmp_path / "demo.py").write_text(
        "import streamlit as st\nfrom streamlit.hello.utils import show_code\n"
        "def demo():\n    st.write('drawn')\ndemo()\nshow_code(demo)\n"
    )
    at = AppTest.from_file(tmp_path / "demo.py").run()
    assert at.code[0].value == "st.write('drawn')"
    at.sidebar.checkbox[0].uncheck().run()
    assert not at.code
