"""Chat: messages, and the box that sends one."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import formrerun as fr
from formrerun.elements.chat.chat_input import ChatInputValue
from formrerun.testing.elements import AppTestError
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


class TestFiles:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, settings):
        settings.FORMRERUN = {**getattr(settings, "FORMRERUN", {}), "UPLOAD_FOLDER": tmp_path / "uploads"}

    @staticmethod
    def page():
        def note():
            fr.session_state.called = fr.session_state.sent.text, [*fr.session_state.sent]

        sent = fr.chat_input(
            "Say", key="sent", accept_file="multiple", file_type="csv", accept_audio=True, on_submit=note
        )
        fr.text(repr(sent and (sent.text, [file.name for file in sent["files"]], sent.audio and sent.audio.type)))
        fr.text(fr.session_state.get("called"))
        fr.button("Other")

    def test_come_with_the_text_for_one_run(self, show):
        at = show(self.page)
        at.chat_input[0].upload("a.csv", b"1").upload("b.csv", b"2").set_value("Look").run()
        assert at.text[0].value == "('Look', ['a.csv', 'b.csv'], None)"
        assert at.text[1].value == "('Look', ['text', 'files', 'audio'])"
        at.button[0].click().run()
        assert at.text[0].value == "None"

    def test_need_no_text_but_there_is_something(self, show):
        at = show(self.page)
        assert at.chat_input[0].upload("a.csv", b"1").run().text[0].value == "('', ['a.csv'], None)"
        at.chat_input[0].set_value(" ").run()
        assert at.text[0].value == "None"

    def test_an_author_keeps_the_message(self, show):
        def page():
            sent = fr.chat_input(key="sent", accept_file=True)
            if sent:
                fr.session_state.setdefault("all", []).append(sent)
            fr.text([(each.text, each.files[0].getvalue()) for each in fr.session_state.get("all", [])])

        at = show(page)
        at.chat_input[0].upload("a", b"1").run()
        assert at.run().text[0].value == "[('', b'1')]"

    def test_without_a_script_a_plain_form_brings_them(self, serve, db):
        visitor = Visitor(serve(self.page))
        button = visitor.button("Send message")
        sent = dict(visitor.pairs(button["form"], button["value"]))
        files, sound = visitor.page.all("fr-upload")
        sent[files["id"]] = SimpleUploadedFile("a.csv", b"1")
        sent[sound["id"]] = SimpleUploadedFile("a.wav", b"RIFF\x04\x00\x00\x00WAVE", "audio/wav")
        visitor.open(visitor.client.post(visitor.here, sent)["Location"])
        assert "('', ['a.csv'], 'audio/wav')" in visitor.text
        assert visitor.page.all("input", type="checkbox") == []
        visitor.press("Other")
        assert "None" in visitor.text

    def test_one_that_is_refused_says_so_and_keeps_the_text(self, serve, db):
        visitor = Visitor(serve(self.page))
        visitor.fill("Say", "Look")
        button = visitor.button("Send message")
        sent = dict(visitor.pairs(button["form"], button["value"]))
        sent[visitor.page.all("fr-upload")[0]["id"]] = SimpleUploadedFile("a.exe", b"1")
        answer = visitor.client.post(visitor.here, sent)
        visitor._show(answer)
        assert answer.status_code == 422
        assert "a.exe is not of a type" in visitor.page.text
        assert visitor.page.one("textarea").raw == "Look"

    def test_a_message_is_a_dictionary_with_attributes(self):
        message = ChatInputValue("Hi", files=[])
        message["text"] = message.text + "!"
        message.files = [1]
        assert (message, len(message), "audio" in message) == ({"text": "Hi!", "files": [1]}, 2, False)
        assert (copy.deepcopy(message), pickle.loads(pickle.dumps(message))) == (message, message)
        assert repr(message) == "ChatInputValue(text='Hi!', files=[1])"
        del message.files
        assert message.to_dict() == {"text": "Hi!"}
        with pytest.raises(AttributeError, match="accept_audio=False"):
            _ = message.audio
        with pytest.raises(KeyError, match="Invalid key: audio"):
            message["audio"] = None

    @pytest.mark.parametrize(
        "wrong", [{"accept_file": "all"}, {"accept_file": True, "max_upload_size": 0}, {"audio_sample_rate": 7}]
    )
    def test_what_streamlit_refuses(self, show, wrong):
        assert [*wrong][-1] in show(lambda: fr.chat_input(**wrong)).exception[0].message

    def test_a_test_is_told_what_takes_no_files(self, show):
        with pytest.raises(AppTestError, match="does not accept files"):
            show(lambda: fr.chat_input()).chat_input[0].upload("a", b"1")


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


def test_an_avatar_may_be_a_picture_in_memory(show):
    at = show(lambda: fr.chat_message("user", avatar=np.zeros((2, 2, 3), "uint8")))
    assert at.chat_message[0].avatar.startswith("/")


def test_an_avatar_that_is_no_picture(show):
    at = show(lambda: fr.chat_message("bot", avatar="robot"))
    assert at.exception[0].message == "Failed to load the provided avatar value as an image."
