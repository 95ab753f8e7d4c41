"""The page that a tab was shown last, as its record keeps it: for repeats, redirects and differences."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from formrerun.conf import settings
from formrerun.engine import persistence
from formrerun.engine.blobs import BLOB_BYTES, Blobs
from formrerun.engine.fragments import PREFIX as FRAGMENT
from formrerun.engine.run import Run
from formrerun.protocol.record import PageSnapshot
from formrerun.rendering.pieces import Piece
from formrerun.utils.bounded_cache import BoundedCache
from formrerun.utils.texts import sanitized_text
from formrerun.utils.urls import short_query, with_query

if TYPE_CHECKING:
    from formrerun.submissions.page_request import PageRequest

#: So many pieces make a chunk of a page's HTML, which is compressed by itself: a text field takes 0.5 to 1 kB.
CHUNK = 24
#: Large parts → digest and bytes. One that stays on the page is the very same text, whose hash Python has kept.
_large: BoundedCache[tuple[str, bytes]] = BoundedCache(
    lambda: 1000, lambda: settings.HTML_CACHE_BYTES // 4, lambda known: 3 * len(known[1])
)


def snapshot_of(
    number: int,
    page: Piece,
    run: Run,
    visit: PageRequest,
    blobs: Blobs,
    before: PageSnapshot | None = None,
    inside: Collection[str] = (),
) -> PageSnapshot:
    """
    Return what the record keeps of a page: its hashes and its HTML, large parts in blobs of their own.

    Parameters
    ----------
    before, inside
        The page before it, and the fragments that ran; of a run of the whole page, none.
    """
    drawing, inner = run.drawing, run.drawing.inner_widgets
    head: dict[str, Any] = {
        "title": sanitized_text(run.config.shown_title),
        "icon": sanitized_text(run.config.icon or ""),
        "theme": run.config.theme,
        "zone": run.config.zone,
        "forms": [[form.dom_id, form.form_key, form.fragment] for form in drawing.forms.values()],
        "apply": any(not widget.form and not widget.field.trigger for widget in drawing.widgets.values()),
        "query": urlencode(short_query(_query(run), persistence.bound(run.state.user)), doseq=True, errors="replace"),
        "notes": [*run.state.overlays, *page.overlays],
        "place": visit.page_path,
        "outer": [id_ for id_ in drawing.widgets if id_ not in inner] if inner is not None else [],
    }
    parts = _parts(page, blobs)
    if run.fragment_scope is not None and before is not None:
        parts = before.html
        for fresh in (_found(page, FRAGMENT + id_) for id_ in run.fragment_scope.ids):
            if fresh is not None:  # else nothing of it has changed
                parts = _with_fragment(parts, fresh.id, _parts(fresh, blobs))
        others = [form for form in before.head.get("forms", ()) if form[2] not in inside]
        head = {**before.head, "forms": [*others, *head["forms"]], "notes": head["notes"], "query": head["query"]}
        head.pop("location", None)
    if run.switch is not None:
        head["location"] = with_query(sanitized_text(str(run.switch.target)), short_query(run.switch.query_params))
    return PageSnapshot(run=number, hashes=page.hashes(), parts=parts, head=head)


def _parts(page: Piece, blobs: Blobs) -> list[Any]:
    """
    Return the HTML inside a piece in parts: tuples of texts, ``{"b": digest}`` for a blob, marks around fragments.
    """
    made: list[Any] = []
    small: list[str] = []
    _cut(page, blobs, made, small)
    return [*made, tuple(small)]


def _cut(page: Piece, blobs: Blobs, made: list[Any], small: list[str]) -> None:
    """Add the parts of the HTML inside a piece; texts that stand side by side gather in ``small``."""
    for child in page.children or ():
        is_fragment = child.children is not None and child.id.startswith(FRAGMENT)
        _add(child.head, blobs, made, small)
        if is_fragment:
            _end(small, made, {"f": child.id})
        if child.children is not None:
            _cut(child, blobs, made, small)
            if is_fragment:
                _end(small, made, {"e": child.id})
            _add(child.tail, blobs, made, small)


def _add(text: str, blobs: Blobs, made: list[Any], small: list[str]) -> None:
    """Add a text, or the name of the blob that holds it."""
    if len(text) <= BLOB_BYTES:
        small.append(text)
        if len(small) == CHUNK:
            made.append(tuple(small))
            small.clear()
    else:
        digest, data = _blob(text)
        _end(small, made, {"b": blobs.put(data, digest)})


def _blob(text: str) -> tuple[str, bytes]:
    """Return digest and bytes of a large part."""
    known = _large.get(text)
    if known is None:
        data = text.encode("utf-8", "surrogatepass")
        known = sha256(data).hexdigest(), data
        _large.put(text, known)
    return known


def _end(small: list[str], made: list[Any], part: dict[str, str]) -> None:
    """Add a part that is no text, after the texts before it."""
    if small:
        made.append(tuple(small))
        small.clear()
    made.append(part)


def _found(page: Piece, id_: str) -> Piece | None:
    """Return the piece of an id below another, or None where only the name of what stands around it is known."""
    return next((piece for piece in page.walk() if piece.id == id_), None)


def _with_fragment(parts: list[Any], id_: str, fresh: list[Any]) -> list[Any]:
    """Return a page's parts with those inside one fragment exchanged."""
    return [*parts[: parts.index({"f": id_}) + 1], *fresh, *parts[parts.index({"e": id_}) :]]


def _query(run: Run) -> dict[str, list[str]]:
    """Return the query parameters, after dropping those of bound widgets that are no longer on the page."""
    state = run.state
    for key in [] if run.fragment_scope is not None else persistence.bound(state.user):
        hidden = state.ids.get(key) in state.widgets  # for the run was ended before it: its value stays
        if key not in run.drawing.keys and not hidden:
            run.query.pop(key, None)
    return run.query


def stored_html(snapshot: PageSnapshot, blobs: Blobs) -> str:
    """Return the HTML of a stored page."""
    made: list[str] = []
    for part in snapshot.html:
        if isinstance(part, str):
            made.append(part)
        elif isinstance(part, tuple):
            made += part
        elif "b" in part:
            made.append((blobs.get(part["b"]) or b"").decode("utf-8", "surrogatepass"))
    return "".join(made)
