"""What AppTest lets happen beside a submission: repeats, other tabs, restarts, logins that end."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User

import formrerun as fr
from formrerun.testing import AppTest, AppTestError, NotAllowed

pytest_plugins = ["pytester"]


def paying(request):
    paid = fr.session_state.setdefault("paid", [])
    fr.text_input("Who", key="who")
    fr.button("Pay", key="pay", on_click=lambda: paid.append(fr.session_state.who))
    fr.write(f"Paid by {paid}")
    if fr.button("Again", key="again"):
        fr.rerun()


def test_a_press_that_is_sent_twice_runs_once(show):
    at = show(paying)
    at.text_input("who").set_value("Ann")
    at.button("pay").click()
    at.double_submit().assert_runs(1)
    assert at.markdown[0].value == "Paid by ['Ann']"


def test_runs_are_counted_with_those_that_the_page_asks_for(show):
    at = show(paying).assert_runs(1)
    at.button("again").click().run()
    at.assert_runs(2)
    with pytest.raises(AssertionError, match="was called 2 times by the last run\\(\\), not once"):
        at.assert_runs(1)


def test_a_refused_submission_runs_nothing(show):
    def refuse():
        fr.field_error("who", "Nobody of that name.")

    def page(request):
        fr.text_input("Who", key="who")
        fr.button("Pay", key="pay", on_click=refuse)

    at = show(page)
    at.button("pay").click().run().assert_runs(0)
    assert at.text_input("who").error == "Nobody of that name."


@fr.page
def parts(request):
    fr.session_state.pages = fr.session_state.get("pages", 0) + 1
    fr.number_input("Count", 0, 10, key="count")

    @fr.fragment
    def part():
        fr.session_state.parts = fr.session_state.get("parts", 0) + 1
        if fr.checkbox("More", key="more"):
            fr.text_input("Name", key="name")

    part()

    @fr.dialog("Sure?")
    def sure():
        if fr.button("Yes", key="yes"):
            fr.rerun()

    if fr.button("Delete", key="delete"):
        sure()


def test_a_fragment_runs_alone_as_in_a_browser(open_page):
    at = open_page(parts).as_browser()
    at.checkbox("more").check().run().assert_runs(1)
    assert (at.session_state.pages, at.session_state.parts) == (1, 2)
    at.text_input("name").set_value("Ann").run().assert_runs(1)
    assert at.session_state.pages == 1
    at.checkbox("more").uncheck().run()
    assert not at.text_input
    at.number_input("count").set_value(3).run()
    assert (at.session_state.pages, at.checkbox("more").value) == (2, False)


def test_a_dialog_runs_alone_and_is_closed_by_a_rerun_of_the_page(open_page):
    at = open_page(parts).as_browser()
    at.button("delete").click().run()
    at.button("yes").click().run().assert_runs(2)
    assert at.session_state.pages == 3
    assert not [button for button in at.button if button.key == "yes"]


def test_a_browser_s_values_are_validated(open_page):
    at = open_page(parts).as_browser()
    at.number_input("count").set_value(11).run().assert_runs(0)
    assert "10" in at.number_input("count").error
    assert at.session_state["count"] == 0


def test_there_must_be_something_to_submit():
    at = AppTest.from_page(fr.page(lambda request: fr.write("nothing")))
    with pytest.raises(AppTestError, match="nothing to submit twice"):
        at.double_submit()


def test_another_tab_has_a_state_of_its_own_and_the_same_session(show):
    def page(request):
        request.session["seen"] = request.session.get("seen", 0) + 1
        fr.text_input("Who", key="who")
        fr.write(f"Seen {request.session['seen']}")

    at = show(page)
    at.text_input("who").set_value("Ann").run()
    other = at.second_tab().run()
    assert (other.text_input("who").value, other.markdown[0].value) == ("", "Seen 3")
    assert at.text_input("who").value == "Ann"


@pytest.mark.django_db
def test_after_a_restart_only_what_is_stored_is_known(show):
    def page(request):
        names = []
        fr.button("Add", key="add", on_click=lambda: Group.objects.create(name="made"))
        fr.write(str(names))

    at = show(page, store="project").restart()
    at.button("add").click().run()
    assert Group.objects.filter(name="made").count() == 1
    with pytest.raises(AppTestError, match='store="project"'):
        show(page).restart()


@pytest.mark.django_db
def test_what_is_typed_outlives_a_login(show):
    user = User.objects.create_user("ann")
    at = AppTest.from_page(fr.page(login_required=True)(paying), user=user).run()
    at.text_input("who").set_value("Ann")
    with pytest.raises(NotAllowed):
        at.expire_login().run()
    assert at.as_user(user).run().text_input("who").value == "Ann"


def test_the_plugin_opens_pages_and_scripts(pytester, monkeypatch):
    pytester.makepyfile(
        script="import streamlit as st\nst.title('From a file')",
        test_it="""
        import formrerun as fr

        def test_a_script(open_page):
            assert open_page("script.py").title[0].value == "From a file"

        def test_a_page(open_page):
            at = open_page(fr.page(lambda: fr.button("Press", key="press")))
            at.button("press").click()
            at.double_submit().assert_runs(1)

        def test_where_state_is_kept():
            from formrerun.testing import AppTest
            assert AppTest.default_store == "project"
        """,
    )
    monkeypatch.setenv("PYTHONPATH", str(Path(fr.__file__).parent.parent))
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    options = ["no:cacheprovider", "no:django", "no:xdist", "formrerun.testing.plugin"]
    run = partial(pytester.runpytest_subprocess, *(part for option in options for part in ("-p", option)))
    run("--formrerun-store=project", "-k", "kept").assert_outcomes(passed=1, deselected=2)
    run("-k", "script or page").assert_outcomes(passed=2, deselected=1)


def test_this_suite_runs_where_the_package_is_installed_and_brings_its_plugin(pytester, monkeypatch):
    root = Path(fr.__file__).parent.parent
    monkeypatch.chdir(root)
    monkeypatch.setenv("PYTHONPATH", str(root))
    options = ("-p", "formrerun.testing.plugin", "-p", "no:cacheprovider", "-c", str(root / "pyproject.toml"))
    answer = pytester.run(sys.executable, "-m", "pytest", *options, "--collect-only", "-q", __file__)
    assert answer.ret == 0
