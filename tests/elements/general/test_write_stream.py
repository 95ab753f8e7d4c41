"""``write_stream``: what it shows, and what it returns."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import formrerun as fr


def words():
    yield from ("Your ", "order ", "is on ", "its way.")


async def words_from_afar():
    for word in words():
        yield word


def openai(text):
    return SimpleNamespace(choices=[SimpleNamespace(delta=SimpleNamespace(content=text))])


@pytest.mark.parametrize(
    "stream",
    [words, lambda: words(), words_from_afar, lambda: words_from_afar(), lambda: map(openai, [*words(), None])],
    ids=["function", "generator", "async function", "async generator", "client"],
)
def test_texts_become_one_text(show, stream):
    def page():
        given = stream if stream in (words, words_from_afar) else stream()
        fr.text(repr(fr.write_stream(given, cursor="▌")))

    at = show(page)
    assert [element.value for element in at.markdown] == ["Your order is on its way."]
    assert at.text[0].value == "'Your order is on its way.'"


def test_other_things_stand_between_the_texts(show):
    def stream():
        yield "Before "
        yield {"a": 1}
        yield lambda: fr.success("called")
        yield ""
        yield "after"

    def page():
        fr.text(repr(fr.write_stream(stream)))

    at = show(page)
    assert [element.type for element in at.main][1:] == ["markdown", "json", "success", "markdown", "text"]
    assert at.text[0].value == "['Before ', {'a': 1}, 'after']"


def test_an_empty_stream_is_an_empty_text(show):
    at = show(lambda: fr.text(repr(fr.write_stream(iter([])))))
    assert at.text[0].value == "''"
    assert len(at.markdown) == 0


def test_a_text_grows_in_one_element(show):
    seen = []

    def stream():
        for word in "abc":
            yield word
            seen.append([id(child) for child in fr.get_script_run_ctx().main.children])

    show(lambda: fr.write_stream(stream, cursor="|"))
    assert len({tuple(ids) for ids in seen}) == 1


def test_write_takes_streams_too(show):
    at = show(lambda: fr.write("A", words(), "B"))
    assert [element.value for element in at.markdown] == ["A", "Your order is on its way.", "B"]


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ("text", "Invalid `stream` type. Expected one of: generator, stream-like object. Provided type: str."),
        (5, "The provided input (type: <class 'int'>) cannot be iterated."),
    ],
)
def test_what_is_no_stream_is_refused(show, stream, message):
    assert show(lambda: fr.write_stream(stream)).exception[0].message.startswith(message)


@pytest.mark.parametrize("store", ["process", "project"])
@pytest.mark.django_db(transaction=True)
def test_what_was_kept_of_a_stream_is_shown_again_as_it_was(show, store):
    def page():
        if fr.button("Ask"):
            fr.session_state.answer = fr.write_stream(iter(["Two ", "rows:", {"a": 1}, "That is all."]))
        elif "answer" in fr.session_state:
            fr.write(fr.session_state.answer)
        fr.button("Other")

    at = show(page, store=store).button[0].click().run()
    shown = [(element.type, element.value) for element in at.main if element.type in ("markdown", "json")]
    assert [kind for kind, _ in shown] == ["markdown", "json", "markdown"]
    at.button[1].click().run()
    assert [(element.type, element.value) for element in at.main if element.type in ("markdown", "json")] == shown
