"""Figures of Matplotlib, drawn on the server as an image."""

from __future__ import annotations

import io
import os
import re
import sys
import weakref
from contextlib import suppress
from functools import cache
from itertools import count
from threading import Lock
from types import MethodType
from typing import Any

from formrerun.elements._deprecations import deprecated, older_width
from formrerun.elements._parameters import check_width
from formrerun.elements.charts._memory import LibraryPickler, made_once
from formrerun.elements.kept_files import kept_file
from formrerun.elements.media._pictures import picture_bytes
from formrerun.elements.media.image import Image, Picture
from formrerun.engine.context import current_run
from formrerun.engine.drawing import draw
from formrerun.engine.handles import DeltaGenerator, command
from formrerun.engine.run import Run
from formrerun.engine.tree import Width
from formrerun.exceptions import StreamlitInvalidParameterTypeError, StreamlitMissingRequiredParameterError

__all__ = ["pyplot"]

#: How a figure is saved unless the page says otherwise: Streamlit's options.
SAVED = {"bbox_inches": "tight", "dpi": 200, "format": "png"}
#: What Streamlit says to scripts that save it otherwise.
_SAVEFIG = """
Passing Matplotlib `savefig` keyword arguments to `st.pyplot` is
deprecated and will be removed in a future version.

`st.pyplot` already uses `bbox_inches="tight"` and `dpi=200` by
default. For other `savefig` options (for example `transparent=True`
or a custom `dpi`), save the figure yourself and display it with
`st.image`:

```python
import io

buf = io.BytesIO()
fig.savefig(buf, format="png", transparent=True, dpi=300)
st.image(buf)
```
"""
_SVG = re.compile(rb"\s*(?:<\?xml.{,2000}?)?<svg", re.DOTALL)
#: Matplotlib's caches and settings belong to the process, and pages run in threads.
_drawing = Lock()

# A page runs in a thread, where no window may be opened. This is read when Matplotlib is imported.
os.environ.setdefault("MPLBACKEND", "Agg")


@command
def pyplot(
    fig: Any,
    clear_figure: bool = False,
    *,
    width: Width = "stretch",
    use_container_width: bool | None = None,
    alt: str | None = None,
    **kwargs: Any,
) -> DeltaGenerator:
    """
    Draw a figure of Matplotlib's, as an image that the server makes.

    Parameters
    ----------
    fig
        A ``Figure``, or what has its ``savefig``, as the grids of seaborn; of ``Axes`` their figure. Make it by
        ``plt.subplots()``: the current figure of ``plt`` is the same for all visitors.
    clear_figure
        Leave the figure empty, for what is drawn into it next.
    width
        "stretch", "content" or pixels; ``use_container_width`` is its older name.
    alt
        What screen readers say; "" for a figure that only decorates. By default its titles and the labels of its axes.
    **kwargs
        Of ``savefig``; by default ``bbox_inches="tight"``, ``dpi=200``, ``format="png"``. ``format="svg"`` is sharp at
        any size.

    Raises
    ------
    StreamlitMissingRequiredParameterError
        If it is None.
    StreamlitInvalidParameterTypeError
        If it cannot be saved as an image.

    Examples
    --------
    >>> fig, ax = plt.subplots()
    >>> ax.hist(ages, bins=20)
    >>> fr.pyplot(fig, alt="Most are between 30 and 40")
    """
    if fig is None:
        raise StreamlitMissingRequiredParameterError(
            "fig",
            detail="The current figure of `pyplot` is the same for all visitors. Make one: `fig, ax = plt.subplots()`.",
        )
    if use_container_width is not None:
        width = older_width(use_container_width, "content")
    if kwargs:
        deprecated(_SAVEFIG)
    check_width(width, allow_content=True)
    figure: Any = fig if hasattr(fig, "savefig") else fig.get_figure() if hasattr(fig, "get_figure") else None
    if not hasattr(figure, "savefig"):
        raise StreamlitInvalidParameterTypeError("fig", type(fig).__name__, ["matplotlib.figure.Figure"])
    with _drawing:
        said = _described(figure) if alt is None or (alt and not str(alt).strip()) else str(alt).strip()
        content, mime = _image(figure, {**SAVED, **kwargs})
        if clear_figure:
            figure.clf()
    _close_after(current_run(), figure)
    return draw(Image(pictures=(Picture(url=kept_file(content, mime), alt=said),), width=width))


class FigurePickler(LibraryPickler):
    """For figures: without what is another in each run, and is not seen."""

    #: What depends on a transformation, by where it stands in memory; the number that ``plt`` gives a figure; how often
    #: callbacks were counted, which pickling does too.
    UNSEEN = frozenset({"_parents", "_number", "_restore_to_pylab", "_cid_gen"})

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, MethodType):
            return getattr, (value.__self__, value.__name__)
        if type(value) is count:  # Python 3.14 pickles none
            return str, (repr(value),)
        judged = super().reducer_override(value)
        if isinstance(value, _with_unseen()):
            reduced: Any = value.__reduce_ex__(5)
            how, given, state, *rest = reduced
            return how, given, {name: part for name, part in state.items() if name not in self.UNSEEN}, *rest
        return judged


@cache
def _with_unseen() -> tuple[Any, ...]:
    return tuple(map(_class, ("transforms.TransformNode", "figure.Figure", "cbook.CallbackRegistry")))


def _class(name: str) -> Any:
    """Return a class of Matplotlib's, which is loaded, by its path in there."""
    module, _, kind = name.rpartition(".")
    return getattr(sys.modules[f"matplotlib.{module}"], kind)


def _image(figure: Any, options: dict[str, Any]) -> tuple[bytes, str]:
    """Return a figure as the bytes of an image, and their type; the same figure is drawn once."""
    drawn = []

    def make() -> tuple[bytes, str]:
        drawn.append(figure)
        content = _saved(figure, options)
        if _SVG.match(content):
            return content, "image/svg+xml"
        return picture_bytes(content, clamp=False, channels="RGB", output_format="auto")

    def weigh(made: tuple[bytes, str]) -> int:
        return len(made[0])

    library = sys.modules.get("matplotlib")
    if library is None or not isinstance(figure, _class("figure.Figure")):
        return make()
    fonts = sys.modules.get("matplotlib.font_manager")
    known = len(fonts.fontManager.ttflist) if fonts else 0
    # What is set for the process counts as it is when a figure is saved.
    given = (figure, options, dict(library.rcParams), known)
    made = made_once("pyplot", given, make, weigh, FigurePickler)
    if drawn:  # which leaves traces in a figure: one that outlives the run is known by these
        made_once("pyplot", given, lambda: made, weigh, FigurePickler)
    return made


def _saved(figure: Any, options: dict[str, Any]) -> bytes:
    made = io.BytesIO()
    library = sys.modules.get("matplotlib")
    if library is not None and (options["format"] or library.rcParams["savefig.format"]) == "svg":
        # Without a date, and with names made of something, the same figure is the same SVG each time.
        options["metadata"] = {"Date": None, **(options.get("metadata") or {})}
        if library.rcParams["svg.hashsalt"] is None:
            library.rcParams["svg.hashsalt"] = "formrerun"
    figure.savefig(made, **options)
    return made.getvalue()


def _described(figure: Any) -> str:
    """Return the titles of a figure and the labels of its axes, or "" if it has none."""
    from django.utils.translation import gettext as _

    said: list[str] = []
    with suppress(Exception):  # what is no figure may have other names
        figure = figure.gcf() if hasattr(figure, "gcf") else getattr(figure, "figure", figure)
        said.append(figure.get_suptitle())
        for axes in figure.axes:
            said += [axes.get_title(), axes.get_xlabel(), axes.get_ylabel()]
    named = list(dict.fromkeys(text.strip() for text in said if text.strip()))
    return _("Chart: %(named)s") % {"named": ", ".join(named)} if named else _("Chart")


def _close_after(run: Run, figure: Any) -> None:
    """Let ``plt`` forget a figure once the run is over: it would keep each of every run."""
    library = sys.modules.get("matplotlib.pyplot")
    figure = figure.gcf() if hasattr(figure, "gcf") else getattr(figure, "figure", figure)
    if library is not None and isinstance(figure, sys.modules["matplotlib.figure"].Figure):
        weakref.finalize(run, library.close, figure).atexit = False
