"""The pages: each writes rows from its callbacks and from its body, and can die where a test says so."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.db import transaction
from django.dispatch import receiver
from django.urls import include, path
from django.utils.decorators import sync_and_async_middleware

import formrerun as fr
from formrerun.signals import submission_committed
from project.urls import urlpatterns as demo
from tests.reliability.models import Row

#: A file here with the name of a place kills the first process that comes to that place.
FOLDER = Path(os.environ["RELIABILITY_FOLDER"])


def may_die(place: str) -> None:
    """Die as by SIGKILL from outside, if a test has asked for it at this place."""
    try:
        (FOLDER / place).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def name_of(tab: str, run: int) -> str:
    """Return what tells one attempt at a run from all others: a process that died may have begun it already."""
    return f"{tab}.{run}.{os.getpid()}"


def write(place: str, token: Any) -> None:
    """Write a row, and die before or after it if a test has asked for that."""
    may_die(f"before {place}")
    run = fr.get_script_run_ctx()
    assert run is not None
    Row.objects.create(place=place, token=token, run=name_of(run.environment.tab, run.state.run))
    may_die(f"after {place}")


@receiver(submission_committed)
def saved(tab: str, run: int, **_: Any) -> None:
    """Write down which runs are committed, their state saved: a file that survives the process."""
    with open(FOLDER / "saved", "a") as lines:
        lines.write(f"{name_of(tab, run)}\n")


@sync_and_async_middleware
def lose_answers(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware: everything is committed, the answer is not sent yet."""

    async def middleware(request: Any) -> Any:
        response = await get_response(request)
        if request.method == "POST":
            may_die("answer")
        return response

    return middleware if iscoroutinefunction(get_response) else get_response


def count(name: str) -> int:
    """Count in session_state."""
    fr.session_state[name] = fr.session_state.get(name, 0) + 1
    return fr.session_state[name]


def sell() -> None:
    """Book a sale."""
    count("sold")
    write("callback", fr.session_state.article)
    transaction.on_commit(lambda: may_die("commit"))


def add_one() -> None:
    """Count one more."""
    write("plus", f"{fr.query_params['who']}-{count('plus')}")


def note() -> None:
    """Keep what was noted."""
    count("notes")
    write("note", fr.session_state.note)


def say_counts() -> None:
    """Show what this tab has counted."""
    fr.write(" ".join(f"{name}={fr.session_state.get(name, 0)}" for name in ("sold", "plus", "notes")))


@fr.page(title="Till")
def till(request):
    """A form, a button and a field outside of it; every one of them writes."""
    with fr.form("sale"):
        article = fr.text_input("Article", key="article")
        fr.number_input("Pieces", 1, 9, key="pieces")
        sold = fr.form_submit_button("Sell", on_click=sell)
    if sold:
        write("body", article)
    fr.button("+1", on_click=add_one, key="add")
    fr.text_input("Note", key="note", on_change=note)
    say_counts()


@fr.page(title="Slow till")
def slow(request):
    """A body that takes its time between two writes, or until the test says that it may end, and no callback."""
    with fr.form("sale"):
        article = fr.text_input("Article", key="article")
        seconds = fr.number_input("Seconds", 0.0, 60.0, 0.0)
        sold = fr.form_submit_button("Sell")
    if sold:
        write("begun", article)
        (FOLDER / f"running {article}").touch()
        end = time.monotonic() + seconds
        while time.monotonic() < end and not (FOLDER / "go on").exists():
            time.sleep(0.01)  # work that draws nothing, so that nothing ends it
        write("ended", article)
        count("sold")
    say_counts()


def sale(**button: Any) -> tuple[str, bool]:
    """Draw a form to sell an article; return what stands there and whether it was sent."""
    with fr.form("sale"):
        article = fr.text_input("Article", key="article")
        return article, fr.form_submit_button("Sell", **button)


@fr.page(title="Patient")
def patient(request):
    """A body that goes on until somebody stops it, and has written by then."""
    article, sold = sale(on_click=count, args=("sold",))
    if sold:
        write("begun", article)
        for step in range(2000):
            fr.write(f"step {step}")
            (FOLDER / f"running {article}").touch()
            time.sleep(0.02)  # work: 40 seconds of it, if nobody stops it
        write("ended", article)
    say_counts()


@fr.page(title="Careless")
def careless(request):
    """A body that swallows whatever its write raises."""
    article, sold = sale()
    if sold:
        time.sleep(0.2)  # others come here meanwhile
        with suppress(BaseException):
            write("body", article)
        count("sold")
    say_counts()


@fr.page(title="Steady")
def steady(request):
    """A body that a newer value may end at each of its steps."""
    value = fr.text_input("Note", key="note", on_change=note)
    for step in range(5):
        fr.write(f"step {step}")
        time.sleep(0.05)
    fr.write(f"last={value}")


@fr.page(title="Common", state="session")
def common(request):
    """Counts for all tabs of a session."""
    fr.button("+1", on_click=add_one, key="add")
    say_counts()


@fr.page(title="Everywhere", state="user", login_required=True)
def everywhere(request):
    """Counts for all tabs of a user, in whichever browser."""
    fr.button("+1", on_click=add_one, key="add")
    say_counts()


@fr.page(title="Import", atomic=False)
def bring_in(request):
    """A body outside of any transaction: each write commits by itself."""
    article, sold = sale(on_click=count, args=("sold",))
    if sold:
        write("begun", article)
        write("ended", article)
    say_counts()


@fr.page(title="Desk", login_required=True)
def desk(request):
    """A form for people who are logged in."""
    with fr.form("sale"):
        fr.text_input("Article", key="article")
        fr.form_submit_button("Sell", on_click=sell)
    say_counts()


def confirm() -> None:
    """Book a sale, and do something after the commit that fails."""
    sell()

    def fail() -> None:
        raise ConnectionError("The mail server does not answer.")

    transaction.on_commit(fail)


@fr.page(title="Mail")
def mail(request):
    """What the author does after the commit fails."""
    with fr.form("sale"):
        fr.text_input("Article", key="article")
        fr.form_submit_button("Sell", on_click=confirm)
    say_counts()


@fr.page(title="Closures")
def closures(request):
    """One callback that every process can import, and one that none can; each run of the page writes."""
    write("drawn", "")
    fr.button("Importable", on_click=add_one)
    fr.button("Lambda", on_click=lambda: write("lambda", str(count("sold"))))
    say_counts()


urlpatterns = [
    path("till/", till, name="till"),
    path("slow/", slow, name="slow"),
    path("patient/", patient, name="patient"),
    path("careless/", careless, name="careless"),
    path("steady/", steady, name="steady"),
    path("common/", common, name="common"),
    path("everywhere/", everywhere, name="everywhere"),
    path("import/", bring_in, name="import"),
    path("desk/", desk, name="desk"),
    path("mail/", mail, name="mail"),
    path("closures/", closures, name="closures"),
    path("t/", include("tests.pages")),
    *demo,
]
