"""Pages whose runs take their time: what is shown meanwhile, what ends them, who waits."""

from __future__ import annotations

import time

from django.urls import path

import formrerun as fr


def work(seconds: float) -> None:
    """Work that nobody can shorten."""
    time.sleep(seconds)


def count() -> None:
    """A callback: it has happened once the page is drawn, whatever becomes of the page."""
    fr.session_state.count = fr.session_state.get("count", 0) + 1


def work_through(steps):
    """Draw a form whose submission takes that many steps, each of them shown."""
    with fr.form("job"):
        name = fr.text_input("Name", key="name")
        started = fr.form_submit_button("Start", on_click=count)
    other = fr.text_input("Other", key="other")
    fr.write(f"other={other}")
    slot = fr.empty()
    if started:
        for step in range(1, steps + 1):
            slot.write(f"step {step} of {name}")
            work(0.3)
        slot.write("done")
    fr.write(f"count={fr.session_state.get('count', 0)}")
    fr.write("the end")


@fr.page
def steps(request):
    """A job of three seconds."""
    work_through(10)


@fr.page
def endless(request):
    """A job that goes on until somebody stops it, or a minute has passed."""
    work_through(200)


@fr.fragment
def counter(name, step=1):
    """A part that counts alone."""
    if fr.button(f"+{step}", key=f"{name}-up"):
        fr.session_state[name] = fr.session_state.get(name, 0) + step
    fr.write(f"{name}: {fr.session_state.get(name, 0)}")
    with fr.form(f"{name}-form"):
        text = fr.text_input("Text", key=f"{name}-text")
        fr.form_submit_button("Say", key=f"{name}-say")
    fr.write(f"said {text!r}")
    if fr.button("Whole page", key=f"{name}-page"):
        fr.rerun()


@fr.dialog("Really?", on_dismiss="rerun")
def ask(what):
    """A dialog that counts its runs."""
    fr.write(f"About {what}")
    reason = fr.text_input("Reason", key="reason")
    fr.write(f"because {reason}")
    if fr.button("Yes"):
        fr.session_state.answer = reason
        fr.rerun()


@fr.page
def parts(request):
    """Two fragments, a dialog, and how often the page ran."""
    runs = fr.session_state.runs = fr.session_state.get("runs", 0) + 1
    fr.write(f"page {runs}")
    counter("one")
    with fr.sidebar:
        counter("two", step=2)
    if fr.button("Ask"):
        ask("it")
    fr.write(f"answer {fr.session_state.get('answer')}")
    clock()


@fr.fragment(run_every="0.5s")
def clock():
    """A part that runs by itself."""
    ticks = fr.session_state.ticks = fr.session_state.get("ticks", 0) + 1
    fr.write(f"tick {ticks}")
    fr.text_input("Note", key="note")


@fr.page
def chat(request):
    """A message whose answer takes twenty seconds."""
    said = fr.chat_input("Say something", submit_mode="stop")
    for step in range(200 if said else 0):
        fr.write(f"step {step}")
        work(0.1)


urlpatterns = [
    path("chat/", chat),
    path("steps/", steps),
    path("endless/", endless),
    path("parts/", parts),
]
