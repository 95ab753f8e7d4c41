"""Long lists of options come from the server: a first page is sent, the others are searched, a post is looked up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

import formrerun as fr
from formrerun.elements.inputs._query_options import read_select_options
from formrerun.models import Blob
from formrerun.submissions import unstorable
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

QUOTES = str.maketrans("", "", '"`')
WORDS = [f"Word {number:05}" for number in range(5_000)]


@pytest.fixture
def groups():
    Group.objects.bulk_create(Group(name=f"Group {number:04}") for number in range(300))
    return Group.objects.order_by("name")


def find(visitor, label, text="", *, mode="", start=0, size=50):
    """Ask as the script does while somebody types into the field."""
    return ask(visitor, label, find=[text, mode, str(start), str(size)])


def ask(visitor, label, **question):
    body = {"v": 1, "tab": visitor.tab, "kind": "options", "trigger": visitor.name(label), "fields": question}
    headers = {"X-CSRFToken": visitor.app["data-fr-csrf"], "FR-Tab": visitor.tab, "FR-Kind": "options"}
    return visitor.client.post(visitor.url, json.dumps(body), content_type="application/json", headers=headers)


def labels(answer):
    assert answer.status_code == 200, answer.content
    return [label for _wire, label in answer.json()["options"]]


def queries_of(table, captured):
    return [query["sql"] for query in captured if f"FROM {table}" in query["sql"].translate(QUOTES)]


# --------------------------------------------------------------------------------------------------------- sending


def test_a_page_has_the_first_rows_and_its_record_none(groups, serve):
    def page(request):
        fr.write(fr.selectbox("Group", groups, index=None, key="group"))

    visitor = Visitor(serve(page))
    assert len(visitor.controls("Group")[0].all("option")) == 51  # and the empty choice
    assert len(visitor.response.content) < 30_000
    assert not any(b"Group 0001" in bytes(blob.body) for blob in Blob.objects.all())


def test_a_few_rows_are_sent_as_a_whole(groups, serve, settings):
    settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "SELECT_REMOTE_ROWS": 300}
    visitor = Visitor(serve(lambda request: fr.selectbox("Group", groups)))
    assert len(visitor.controls("Group")[0].all("option")) == 300


@pytest.mark.parametrize("chosen", ["Group 0007", "Group 0250"])
def test_a_submission_asks_the_database_twice(groups, serve, chosen):
    def page(request):
        fr.write("Got", str(fr.selectbox("Group", groups, key="group")))

    visitor = Visitor(serve(page), script=True)
    key = str(Group.objects.get(name=chosen).pk)
    option = visitor.controls("Group")[0].all("option")[3]
    option.attrs["value"] = key
    with CaptureQueriesContext(
        connection,
    ) as captured:
        visitor.change("Group", key)
    assert f"Got {chosen}" in visitor.text
    assert len(queries_of("auth_group", captured)) == 2
    with CaptureQueriesContext(connection) as captured:  # and so does a run for something else
        visitor.post("fr-page", "")
    assert f"Got {chosen}" in visitor.text
    assert len(queries_of("auth_group", captured)) <= 2


def test_a_choice_that_is_not_on_the_first_page_stands_in_the_page(groups, serve):
    def page(request):
        fr.selectbox("Group", groups, index=250)
        fr.multiselect("Groups", groups, groups.filter(name__endswith="299"))

    visitor = Visitor(serve(page))
    assert [option.text for option in visitor.controls("Group")[0].all("option")][-1] == "Group 0250"
    assert visitor.shown("Groups") == [str(Group.objects.get(name="Group 0299").pk)]


def test_an_index_beyond_the_last_row_is_said(groups, show):
    at = show(lambda request: fr.selectbox("Group", groups, index=300))
    assert "300" in at.exception[0].value


def test_a_row_more_resets_no_field_without_a_key(groups, serve):
    def page(request):
        fr.write("Got", str(fr.selectbox("Group", Group.objects.order_by("name"))))

    visitor = Visitor(serve(page), script=True)
    visitor.change("Group", "Group 0004")
    Group.objects.create(name="A new one")
    visitor.post("fr-page", "")
    assert "Got Group 0004" in visitor.text


# --------------------------------------------------------------------------------------------------------- judging


def test_only_rows_of_the_query_can_be_chosen(groups, serve):
    def page(request):
        fr.write("Got", str(fr.selectbox("Group", groups.exclude(name__endswith="9"), key="group")))

    visitor = Visitor(serve(page), script=True)
    for hostile in [
        str(Group.objects.get(name="Group 0299").pk),
        "0",
        "-1",
        "x",
        "1e3",
        "9" * 30,
        "1 OR 1=1",
        "\u0661",
    ]:
        visitor.controls("Group")[0].all("option")[1].attrs["value"] = hostile
        answer = visitor.change("Group", hostile)
        assert answer.status_code in (200, 422)
        assert "Got Group 0000" in visitor.text, hostile


@pytest.mark.parametrize(
    "narrow",
    [
        lambda query: query.filter(user__username__in=["ann", "bob"]).distinct(),
        lambda query: query.filter(pk__in=User.objects.values("groups")),
        lambda query: query.filter(name__gt="Group 0100", id__gte=1).exclude(name="x"),
        lambda query: query.order_by("-name").only("name"),
    ],
    ids=["joined", "in a query", "filtered", "deferred"],
)
def test_any_query_is_judged_by_a_process_that_has_not_drawn_it(groups, serve, settings, narrow):
    settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "SELECT_REMOTE_ROWS": 20}
    for name in ("ann", "bob"):
        User.objects.create(username=name).groups.set(groups[150:])
    offered = narrow(groups)
    visitor = Visitor(
        serve(lambda request: fr.write("Got", str(fr.selectbox("Group", offered, key="group")))), script=True
    )
    unstorable.forget()
    row, other = offered.last(), Group.objects.create(name="Alone")
    for key in (row.pk, other.pk) if not offered.filter(pk=other.pk).exists() else (row.pk,):
        visitor.controls("Group")[0].all("option")[1].attrs["value"] = str(key)
        visitor.change("Group", str(key))
        assert f"Got {row}" in visitor.text


def test_a_row_that_was_not_there_yet_is_an_option_as_soon_as_it_is(groups):
    options = read_select_options(groups, str, None)
    assert options.find("999999") is None
    Group.objects.create(pk=999_999, name="Late")
    assert options.find("999999") is None  # within one run nothing is asked twice
    options.look_up(["999999"], anew=True)
    assert options.labels[options.find("999999")] == "Late"


def test_a_row_that_is_gone_is_said_at_the_field(groups, serve):
    visitor = Visitor(
        serve(lambda request: fr.write("Got", str(fr.selectbox("Group", groups, key="group")))), script=True
    )
    visitor.change("Group", "Group 0007")
    Group.objects.get(name="Group 0007").delete()
    visitor.post("fr-page", "")
    assert "Got Group 0000" in visitor.text
    assert visitor.errors()["Group"] == "What was chosen here does not exist any more."


# -------------------------------------------------------------------------------------------------------- searching


def test_rows_are_searched_in_the_database(groups, serve):
    visitor = Visitor(serve(lambda request: fr.selectbox("Group", groups)))
    with CaptureQueriesContext(connection) as captured:
        answer = find(visitor, "Group", '"group 029"')
    assert labels(answer) == [f"Group 029{number}" for number in range(10)]
    assert answer.json()["more"] is False
    assert answer["Cache-Control"] == "no-store"
    assert len(queries_of("auth_group", captured)) == 1
    assert len(answer.content) < 1_000


def test_the_list_goes_on_where_a_page_of_it_ended(groups, serve):
    visitor = Visitor(serve(lambda request: fr.selectbox("Group", groups)))
    answer = find(visitor, "Group", start=50)
    assert labels(answer)[0] == "Group 0050"
    assert answer.json()["more"] is True
    assert find(visitor, "Group", start=250).json()["more"] is False


def test_the_author_says_what_is_searched(serve):
    User.objects.bulk_create(User(username=f"u{n}", email=f"{n}@x.example", first_name=f"N{n}") for n in range(200))

    def page(request):
        fr.selectbox("Who", User.objects.all(), search_fields=["email", "=first_name"])

    visitor = Visitor(serve(page))
    assert labels(find(visitor, "Who", "77@")) == ["u77", "u177"]
    assert labels(find(visitor, "Who", "n77")) == ["u77"]
    assert labels(find(visitor, "Who", "u77")) == []


def test_a_row_that_is_found_twice_stands_there_once(groups, serve):
    for name in ("ann one", "ann two"):
        User.objects.create(username=name).groups.set(groups[:60])
    visitor = Visitor(serve(lambda request: fr.selectbox("Group", groups, search_fields=["user__username"])))
    assert labels(find(visitor, "Group", "ann")) == [f"Group {number:04}" for number in range(50)]
    assert labels(find(visitor, "Group", "ann", start=50)) == [f"Group {number:04}" for number in range(50, 60)]


def test_a_search_field_that_is_none_is_said(groups, show):
    at = show(lambda request: fr.selectbox("Group", groups, search_fields=["nmae"]))
    assert "'nmae'" in at.exception[0].value
    at = show(lambda request: fr.selectbox("Group", ["a"], search_fields=["name"]))
    assert "QuerySet" in at.exception[0].value


@pytest.mark.parametrize("restarted", [False, True])
def test_labels_of_a_lambda_are_known_to_every_process(groups, serve, restarted):
    def page(request):
        fr.selectbox("Group", groups, format_func=lambda group: f"<{group.name}>")
        fr.session_state["runs"] = fr.session_state.get("runs", 0) + 1
        Group.objects.filter(name="Group 0000").update(name="Group 000x")

    visitor = Visitor(serve(page))
    Group.objects.filter(name="Group 000x").update(name="Group 0000")
    if restarted:
        unstorable.forget()
    assert labels(find(visitor, "Group", "group 0299")) == ["<Group 0299>"]
    assert Group.objects.filter(name="Group 0000").exists()  # what the page writes for a search is undone


def test_a_long_list_is_searched_as_in_the_browser(serve):
    visitor = Visitor(serve(lambda request: fr.multiselect("Words", WORDS, WORDS[4_000])))
    assert len(visitor.response.content) < 40_000
    assert labels(find(visitor, "Words", "wörd 0499", mode="contains")) == WORDS[4_990:]
    assert labels(find(visitor, "Words", "word 0499", mode="prefix")) == WORDS[4_990:]
    assert labels(find(visitor, "Words", "W4999", mode="fuzzy")) == ["Word 04999"]
    assert labels(find(visitor, "Words", start=4_990)) == WORDS[4_990:]
    assert labels(ask(visitor, "Words", name=["Word 00123", "nothing"])) == ["Word 00123"]


def test_who_may_not_see_the_tab_learns_nothing(groups, serve):
    visitor = Visitor(serve(lambda request: fr.selectbox("Group", groups)))
    stranger = Visitor(visitor.url)
    stranger.app.attrs["data-fr-tab"] = visitor.tab
    assert find(stranger, "Group", "group").status_code == 404


@pytest.mark.parametrize(
    "question",
    [
        {}, {"find": []}, {"find": ["", "", "0"]}, {"find": ["", "", "-1", "5"]}, {"find": ["", "", "0", "100000"]},
        {"find": ["", "", "99999999999", "5"]}, {"find": ["x" * 10_000, "", "0", "5"]}, {"find": ["", "", "٣", "5"]},
    ],
    ids=str,
)  # fmt: skip
def test_a_question_of_another_shape_is_refused(groups, serve, question):
    visitor = Visitor(serve(lambda request: fr.selectbox("Group", groups)))
    assert ask(visitor, "Group", **question).status_code == 400


def test_strange_texts_find_nothing_or_something(groups, serve):
    visitor = Visitor(serve(lambda request: fr.selectbox("Group", groups)))
    for text in ["%", "_", "\\", "'", '"', '"Group 0001"', "\0", "\ud800", "' OR 1=1 --", "  "]:
        assert find(visitor, "Group", text).status_code == 200, text
    assert labels(find(visitor, "Group", "%")) == []


def test_other_fields_have_no_options_to_look_for(groups, serve):
    def page(request):
        fr.text_input("Name")
        fr.selectbox("Small", ["a", "b"])

    visitor = Visitor(serve(page))
    assert find(visitor, "Name").status_code == 404
    assert labels(find(visitor, "Small")) == ["a", "b"]


def test_apptest_knows_all_options_of_a_list_and_chooses_any_row(groups, show):
    def page(request):
        fr.write(fr.selectbox("Word", WORDS, key="word"), str(fr.selectbox("Group", groups, key="group")))

    at = show(page)
    assert at.selectbox("word").options == WORDS
    at.selectbox("word").select("Word 04000")
    at.selectbox("group").select(Group.objects.get(name="Group 0299")).run()
    assert at.markdown[0].value == "Word 04000 Group 0299"


# ----------------------------------------------------------------------------------------------- without JavaScript


def press_find(visitor: Visitor, label: str, text: str = "", number: int = 0) -> Any:
    """Fill the search field under a select box and press its button."""
    name = visitor.name(label)
    form = visitor.controls(label)[0]["form"]
    pairs = [(key, text if key == f"_fr_find-{name}" else value) for key, value in visitor.pairs(form)]
    return visitor.send_form([*pairs[:-1], ("_fr_find", f"{name} {number}")])


def test_without_javascript_a_search_keeps_what_is_typed_and_runs_nothing(groups, serve):
    ran: list[str] = []

    def page(request):
        with fr.form("one"):
            fr.text_input("Name", key="name")
            fr.selectbox("Group", groups, key="group")
            fr.form_submit_button(
                "Send", on_click=lambda: ran.append(f"{fr.session_state.name}, {fr.session_state.group}")
            )

    visitor = Visitor(serve(page))
    visitor.fill("Name", "Ann")
    answer = press_find(visitor, "Group", "0299")
    assert answer.status_code == 200
    assert visitor.shown("Name") == ["Ann"]
    assert [option.text for option in visitor.controls("Group")[0].all("option")] == ["Group 0299", "Group 0000"]
    visitor.fill("Group", "Group 0299").press("Send")
    assert ran == ["Ann, Group 0299"]


def test_without_javascript_the_list_goes_on(groups, serve):
    visitor = Visitor(serve(lambda request: fr.selectbox("Group", groups, key="group")))
    press_find(visitor, "Group", number=50)
    assert visitor.controls("Group")[0].all("option")[0].text == "Group 0050"
    press_find(visitor, "Group", "nothing of the kind")
    assert "No results" in visitor.response.content.decode()
