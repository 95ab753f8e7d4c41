"""Chat: messages, and the box that sends one."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor


def remember():
    fr.session_state.setdefault("said", []).append(fr.session_state.question)


def conversation():
    question = fr.chat_input("Ask about an order", key="question", max_chars=20, on_submit=remember)
    fr.text(f"now {question!r}, state {fr.session_state.question!r}")
    for said in fr.session_state.get("said", []):
        fr.chat_message("user").write(said)
    fr.button("Other")


def test_a_message_is_there_for_one_run(show):
    at = show(conversation)
    assert at.text[0].value == "now None, state None"
    at.chat_input[0].set_value("Where is it?").run()
    assert at.text[0].value == "now 'Where is it?', state 'Where is it?'"
    assert at.chat_input[0].value == "Where is it?"
    at.button[0].click().run()
    assert at.text[0].value == "now None, state None"
    assert [message.markdown[0].value for message in at.chat_message] == ["Where is it?"]


def test_the_same_message_twice_is_two_messages(show):
    at = show(conversation)
    at.chat_input[0].set_value("Hello").run()
    at.chat_input[0].set_value("Hello").run()
    assert at.session_state.said == ["Hello", "Hello"]


def test_it_works_without_a_script(serve, db):
    visitor = Visitor(serve(conversation))
    visitor.fill("Ask about an order", "Where is it?")
    visitor.press("Send message")
    assert "now 'Where is it?'" in visitor.page.text
    assert visitor.page.one("textarea").raw == ""


def test_a_blank_message_is_none(serve, db):
    visitor = Visitor(serve(conversation))
    visitor.fill("Ask about an order", "  \n")
    assert visitor.press("Send message").status_code == 422
    assert "now None" in visitor.page.text


def test_session_state_fills_the_box_once(show):
    def page():
        if fr.button("Draft"):
            fr.session_state.question = "Where is my"
        fr.text(repr(fr.chat_input(key="question")))
        fr.button("Other")

    at = show(page)
    at.button[0].click().run()
    assert at.text[0].value == "None"
    assert at.chat_input[0]._node.shown == ["Where is my"]
    at.button[1].click().run()
    assert at.chat_input[0]._node.shown == ["Where is my"]
    at.chat_input[0].set_value("Where is my").run()
    assert at.text[0].value == "'Where is my'"
    assert at.chat_input[0]._node.shown == [""]


def test_the_longest_message_is_cut(show):
    at = show(conversation)
    at.chat_input[0].set_value("x" * 30).run()
    assert at.session_state.said == ["x" * 20]


def test_the_body_puts_it_at_the_lower_edge_and_a_container_where_it_is(show, serve, client, db):
    def page():
        fr.chat_input("Below")
        fr.container().chat_input("Here")

    at = show(page)
    assert [e.type for e in at.main if e.type == "chat_input"] == ["chat_input"]
    assert at.chat_input.len == 2
    html = client.get(serve(page)).content.decode()
    assert html.index('placeholder="Here"') < html.index('data-testid="stBottom"') < html.index('placeholder="Below"')


def test_it_stands_in_no_form(show):
    def page():
        with fr.form("f"):
            fr.chat_input()

    assert show(page).exception[0].message == "`st.chat_input()` can't be used in a `st.form()`."


def test_files_are_refused_with_the_cure(show):
    assert "file_uploader" in show(lambda: fr.chat_input(accept_file=True)).exception[0].message


@pytest.mark.parametrize(
    ("name", "avatar", "shown"),
    [
        ("user", None, "user"),
        ("AI", None, "assistant"),
        ("Zoë", None, ""),
        ("🦊", None, "🦊"),
        ("bot", "🤖", "🤖"),
        ("bot", ":material/robot:", ":material/robot:"),
        ("bot", "/static/bot.png", "/static/bot.png"),
    ],
)
def test_avatars(show, name, avatar, shown):
    at = show(lambda: fr.chat_message(name, avatar=avatar).write("x"))
    assert (at.chat_message[0].name, at.chat_message[0].avatar) == (name, shown)


def test_an_avatar_that_is_no_picture(show):
    at = show(lambda: fr.chat_message("bot", avatar="robot"))
    assert at.exception[0].message == "Failed to load the provided avatar value as an image."
