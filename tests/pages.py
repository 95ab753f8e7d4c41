"""Pages the tests use: each is a small demo of one thing."""

from __future__ import annotations

from django.urls import path

import formrerun as fr


def count_submission() -> None:
    """A callback that any process can import."""
    fr.session_state.count = fr.session_state.get("count", 0) + 1


@fr.page(title="Greeting")
def greeting(request):
    """One form, one callback."""
    fr.title("Greeting")
    with fr.form("hello"):
        name = fr.text_input("Name", key="name")
        age = fr.number_input("Age", 0, 120, key="age")
        loud = fr.checkbox("Loud", key="loud")
        sent = fr.form_submit_button("Greet", on_click=count_submission)
    fr.write("said", f"name={name!r} age={age!r} loud={loud!r} sent={sent!r} count={fr.session_state.get('count')}")
    if fr.button("Other"):
        fr.write("other")


urlpatterns = [
    path("greeting/", greeting, name="greeting"),
]
