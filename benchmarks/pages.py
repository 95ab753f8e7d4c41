"""The pages that are compared: the same form with formrerun, and as a Django view written by hand."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

import formrerun as fr
from benchmarks.data import CITIES, COLUMNS, kind, rows

# ---------------------------------------------------------------------------------------------------- with formrerun


def draw(fields: int, table: bool) -> None:
    """Draw the form, what it holds, and the table."""
    with fr.form("form"):
        for place in range(fields):
            name, of = f"f{place}", kind(place)
            if of == "text":
                fr.text_input(f"Text {place}", key=name)
            elif of == "number":
                fr.number_input(f"Number {place}", 0, 1000, key=name)
            elif of == "check":
                fr.checkbox(f"Check {place}", key=name)
            else:
                fr.selectbox(f"City {place}", CITIES, key=name)
        fr.form_submit_button("Save")
    fr.markdown(f"First: {fr.session_state.f0}")
    if table:
        fr.table(rows())


#: A chart of 200 points, as both pages draw it.
SPEC = {
    "width": 700,
    "height": 350,
    "mark": "line",
    "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
}


def points(step: int, count: int = 200) -> dict[str, list[float]]:
    """Return the points of a step."""
    chance = random.Random(step)
    return {"x": list(range(count)), "y": [round(chance.gauss(0, 1), 3) for _ in range(count)]}


@fr.page(login_required=True)
def changing_chart(request: HttpRequest) -> None:
    """Draw other points at each press."""
    fr.session_state.step = fr.session_state.get("step", 0) + fr.button("Next")
    fr.vega_lite_chart(points(fr.session_state.step), SPEC, width="content")


@fr.page
def progress(request: HttpRequest, updates: int, pause: int) -> None:
    """Move a bar so many times; each text tells when it was said."""
    if fr.button("Start"):
        bar = fr.progress(0.0)
        for done in range(1, updates + 1):
            bar.progress(done / updates, f"{done} @{time.time() * 1000:.0f}")
            time.sleep(pause / 1000)
        fr.text("all done")


def upload_page(megabytes: int | None) -> Any:
    """Return the view of a page that takes a file of so many megabytes, and reads all of it in parts."""

    def body() -> None:
        file = fr.file_uploader("File", max_upload_size=megabytes)
        if file is not None:
            fr.text(f"Read: {sum(map(len, file.chunks()))} bytes")

    body.__qualname__ = body.__name__ = f"upload_{megabytes}"
    return fr.page(login_required=True)(body)


def page_of(fields: int, table: bool) -> Any:
    """Return the view of one of the pages."""

    def body() -> None:
        draw(fields, table)

    body.__qualname__ = body.__name__ = f"fields_{fields}{'_table' if table else ''}"
    return fr.page(login_required=True)(body)


# --------------------------------------------------------------------------------------------------- written by hand


def chart_by_hand(request: HttpRequest) -> HttpResponse:
    """Return the page of a chart, as one writes it with vega-embed."""
    return render(request, "benchmarks/chart.html")


@require_POST
def points_by_hand(request: HttpRequest) -> HttpResponse:
    """Go on by a step, which the session keeps, and return its points as rows."""
    step = request.session["step"] = request.session.get("step", 0) + 1
    made = points(step)
    return JsonResponse([{"x": x, "y": y} for x, y in zip(made["x"], made["y"], strict=True)], safe=False)


def progress_by_hand(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Move a bar as ``progress`` does: the answer is a text that goes on, and a script shows its last line."""
    if request.method == "GET":
        return render(request, "benchmarks/progress.html")

    async def lines() -> AsyncIterator[str]:
        for done in range(1, 6):
            yield f"{done} @{time.time() * 1000:.0f}\n"
            await asyncio.sleep(0.1)
        yield "all done\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")


def by_hand(fields: int, table: bool) -> Any:
    """Return a view as one writes it for one form: values in the session, one template, htmx 4 morphs the answer."""
    places = [(f"f{place}", kind(place), place) for place in range(fields)]

    @login_required
    def view(request: HttpRequest) -> HttpResponse:
        values = request.session.get(f"hand{fields}") or {}
        errors = {}
        if request.method == "POST":
            values = {}
            for name, of, _place in places:
                posted = request.POST.get(name, "")
                if of == "number":
                    try:
                        values[name] = int(posted)
                    except ValueError:
                        errors[name] = "Enter a number."
                        values[name] = posted
                elif of == "check":
                    values[name] = name in request.POST
                elif of == "choice":
                    values[name] = posted if posted in CITIES else CITIES[0]
                else:
                    values[name] = posted
            request.session[f"hand{fields}"] = values
        shown = [
            {"name": name, "kind": of, "place": place, "value": values.get(name, 0 if of == "number" else ""),
             "error": errors.get(name)}
            for name, of, place in places
        ]  # fmt: skip
        context = {
            "fields": shown, "cities": CITIES, "first": values.get("f0", ""),
            "rows": rows() if table else None, "columns": COLUMNS,
        }  # fmt: skip
        template = "benchmarks/_form.html" if request.headers.get("HX-Request") else "benchmarks/page.html"
        return render(request, template, context)

    return view
