"""Options: one of several, some of several."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor

OPTIONS = ["a", "", "b c"]


@pytest.mark.django_db
class TestAnOptionWithoutAName:
    @pytest.mark.parametrize("script", [True, False])
    def test_it_is_not_the_same_as_none(self, serve, script):
        said = []

        def page():
            with fr.form("f"):
                one = fr.selectbox("One", OPTIONS, index=None)
                some = fr.multiselect("Some", OPTIONS)
                fr.form_submit_button("Go")
            said[:] = [one, some]

        visitor = Visitor(serve(page), script=script)
        visitor.press("Go")
        assert said == [None, []]
        visitor.fill("One", "").fill("Some", "", "b c").press("Go")
        assert said == ["", ["", "b c"]]

    @pytest.mark.parametrize("kind", ["radio", "selectbox", "select_slider"])
    def test_it_can_be_chosen_and_kept(self, show, kind):
        def page():
            getattr(fr, kind)("One", OPTIONS, key="one")
            fr.button("Again")

        at = show(page)
        getattr(at, kind)[0].set_value("").run()
        at.button[0].click().run()
        assert at.session_state.one == ""

    def test_a_new_option_is_never_nameless(self, show):
        at = show(lambda: fr.selectbox("One", ["a"], accept_new_options=True, key="one"))
        at.session_state.one = ""
        assert at.run().run().selectbox[0].value in ("", None)
