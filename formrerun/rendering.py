"""
Tree to HTML, and the difference to the page a tab has.

Each kind has one template, compiled once. An element whose fields are the same has the same HTML, so it is rendered
once a process and reused; what the tab shows already is neither rendered nor sent (decision 13). Nothing that changes
from request to request may stand inside: no CSRF token, no submission id, no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.autoreload import file_changed
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name

from formrerun.conf import settings
from formrerun.core.bounded import BoundedCache
from formrerun.core.keys import css_key, digest
from formrerun.core.runner import FormNode, Run
from formrerun.core.submission import PAGE_FORM
from formrerun.core.tree import Container, Element
from formrerun.core.widgets import Widget

ROOT = "fr-root"
#: HTML shorter than this is sent rather than left out: the stub that says "unchanged" is as long.
STUB_BYTES = 120
#: More changed parts than this in one container are sent as the container.
MANY = 40
#: What a container's template is given as its children; it is cut there.
CUT = "\x00children\x00"


@dataclass(slots=True)
class Piece:
    """
    A part of the page: an element in its wrapper, or a container around others.

    Attributes
    ----------
    id
        The HTML id of its outermost tag.
    digest
        Eight bytes that stand for all of its HTML.
    head, tail
        The HTML around the children; a leaf has all of it in ``head``.
    large
        True if the HTML is worth a blob of its own.
    """

    id: str
    digest: str
    head: str
    tail: str = ""
    children: list[Piece] | None = None

    def html(self) -> str:
        """Return the HTML."""
        return "".join(self.parts())

    def parts(self) -> Iterator[str]:
        """Yield the HTML in order."""
        yield self.head
        for child in self.children or ():
            yield from child.parts()
        yield self.tail

    def hashes(self) -> list[Any]:
        """Return the tree of (id, digest, own digest, children) that the record keeps."""
        if self.children is None:
            return [self.id, self.digest]
        return [self.id, self.digest, _digest(self.head, self.tail), [child.hashes() for child in self.children]]


@dataclass(slots=True)
class Sizes:
    """The author's own sizes: they come from a stylesheet by URL, for style attributes are forbidden (decision 30)."""

    found: set[str] = field(default_factory=set)

    def classes(self, element: Element) -> str:
        """Return the classes that give an element its width and height."""
        width, height = element.width, element.height
        made = ""
        if type(width) is int:
            self.found.add(f"w{width}")
            made = f" fr-w-{width}"
        elif width == "content":
            made = " fr-w-content"
        if type(height) is int:
            self.found.add(f"h{height}")
            made += f" fr-h-{height}"
        elif height == "stretch":
            made += " fr-h-stretch"
        weight = getattr(element, "weight", None)
        if weight is not None:
            self.found.add(f"g{weight}")
            made += f" fr-g-{weight}"
        gap = getattr(element, "gap", None)
        if type(gap) is int:
            self.found.add(f"p{gap}")
            made += f" fr-p-{gap}"
        return made


_html: BoundedCache[Piece] = BoundedCache(
    lambda: 1_000_000, lambda: settings.HTML_CACHE_BYTES, lambda piece: 2 * len(piece.head) + 200
)


def forget(**_: Any) -> None:
    """Drop every kept HTML: a template changed, or a test wants a cold start."""
    _html.clear()
    _template.cache_clear()


file_changed.connect(lambda sender, **_: forget(), weak=False, dispatch_uid="formrerun.rendering")


@cache
def _template(kind: str) -> Any:
    return get_template(f"formrerun/elements/{kind}.html")


def _render(kind: str, context: dict[str, Any]) -> str:
    found = _template(kind)
    plain = getattr(found, "template", None)
    # Straight to the compiled template: no context processors run, for an element does not depend on the request.
    return plain.render(Context(context, use_l10n=False)) if plain is not None else found.render(context)  # type: ignore[no-any-return]


def _digest(*parts: str) -> str:
    made = blake2b(digest_size=8)
    for part in parts:
        made.update(part.encode("utf-8", "surrogatepass"))
    return made.hexdigest()


# -------------------------------------------------------------------------------------------------- tree → pieces


class Renderer:
    """
    Renders one run's tree.

    Attributes
    ----------
    sizes
        What the stylesheet of sizes must define.
    """

    def __init__(self) -> None:
        self.sizes = Sizes()
        self._world = (translation.get_language(), get_current_timezone_name())

    def page(self, run: Run) -> Piece:
        """Return the root: forms, sizes, sidebar, body."""
        side, main = run.roots["sidebar"], run.roots["main"]
        children = []
        if side.children:
            children.append(self._root(side, "fr-s", "sidebar"))
        children.append(self._root(main, "fr-m", "main", layout=run.config.layout))
        forms = self._forms(run)
        first = [forms]
        if self.sizes.found:
            url = f"{reverse('formrerun:sizes')}?{','.join(sorted(self.sizes.found))}"
            first.append(_leaf("fr-sizes", f'<link id="fr-sizes" rel="stylesheet" href="{escape(url)}">'))
        return _joined(ROOT, "", "", [*first, *children])

    def _root(self, root: Container, id_: str, kind: str, **context: Any) -> Piece:
        head, tail = _render(f"_{kind}", {**context, "id": f"{id_}-root", "children": mark_safe(CUT)}).split(CUT)
        inner = _joined(
            id_,
            f'<div id="{id_}" class="stVerticalBlock" data-testid="stVerticalBlock">',
            "</div>",
            self._children(root, id_),
        )
        return _joined(f"{id_}-root", head, tail, [inner])

    def _children(self, container: Container, path: str) -> list[Piece]:
        pieces = []
        place = 0
        for child in container.children:
            wrapper = child.wrapper_id
            if wrapper is None:
                wrapper = f"{path}-{place}"
                place += 1
            pieces.append(self.element(child, wrapper))
        return pieces

    def element(self, element: Element, id_: str) -> Piece:
        """Return the piece of one element under a wrapper id."""
        classes = self.sizes.classes(element)
        if isinstance(element, Container):
            return self._container(element, id_, classes)
        key = (self._world, id_, classes, element.html_key())
        try:
            piece = _html.get(key)
        except TypeError:  # a field that cannot be hashed: rendered every time
            return _leaf(id_, self._wrap(element, id_, classes))
        if piece is None:
            piece = _leaf(id_, self._wrap(element, id_, classes))
            _html.put(key, piece)
        return piece

    def _wrap(self, element: Element, id_: str, classes: str) -> str:
        if element.key is not None:
            classes += " " + css_key(element.key)
        body = _render(element.kind, {**element.context(), "dom_id": id_})
        return (
            f'<div id="{id_}" class="stElementContainer element-container{escape(classes)}" '
            f'data-testid="stElementContainer">{body}</div>'
        )

    def _container(self, container: Container, id_: str, classes: str) -> Piece:
        key = (self._world, id_, classes, container.html_key())
        try:
            shell = _html.get(key)
        except TypeError:
            shell, key = None, None  # type: ignore[assignment]
        if shell is None:
            if container.key is not None:
                classes += " " + css_key(container.key)
            context = {**container.context(), "dom_id": id_, "classes": classes, "children": mark_safe(CUT)}
            head, _, tail = _render(container.kind, context).partition(CUT)
            shell = Piece(id_, "", head, tail)
            if key is not None:
                _html.put(key, shell)
        return _joined(id_, shell.head, shell.tail, self._children(container, id_))

    def _forms(self, run: Run) -> Piece:
        """Return the empty form elements, one per form and one for everything outside: nothing is inside a form."""
        made = [
            (
                f'<form id="{PAGE_FORM}" method="post" novalidate>'
                '<button type="submit" hidden tabindex="-1"></button></form>'
            )
        ]
        made += [_form(form) for form in run.forms.values()]
        return _leaf("fr-forms", f'<div id="fr-forms" hidden>{"".join(made)}</div>')


def _form(form: FormNode) -> str:
    """
    Return a form element.

    The first button in the tree is what Enter presses in every browser: the first one the script created, or a
    disabled one where Enter must do nothing (semantics 4.4).
    """
    first = form.buttons[0] if form.buttons else None
    enter = form.enter_to_submit and first is not None and not first.disabled
    button = (
        f'<button type="submit" name="_fr_trigger" value="{first.id}" hidden tabindex="-1"></button>'
        if enter and first is not None
        else '<button type="submit" disabled hidden tabindex="-1"></button>'
    )
    return (
        f'<form id="{form.dom_id}" method="post" novalidate autocomplete="off" data-fr-form="{escape(form.form_key)}"'
        f"{' data-fr-enter' if enter else ''}>{button}</form>"
    )


def _leaf(id_: str, html: str) -> Piece:
    return Piece(id_, _digest(html), html)


def _joined(id_: str, head: str, tail: str, children: list[Piece]) -> Piece:
    return Piece(id_, _digest(head, tail, *(child.digest for child in children)), head, tail, children)


# ------------------------------------------------------------------------------------------- what changed since


def difference(new: Piece, old: list[Any] | None) -> str | None:
    """
    Return what makes the old page the new one, or None if the whole page is shorter to say.

    Parameters
    ----------
    new
        The page as it is now.
    old
        The hashes of the page that the browser shows.

    Returns
    -------
    str
        ``<hx-partial>``s; empty if nothing changed.
    """
    if old is None or new.children is None:
        return None
    parts: list[tuple[Piece, list[Any]]] = []
    if not _collect(new, old, parts):
        return None
    if parts and _moved(parts, old):
        return None
    return "".join(
        f'<hx-partial hx-target="#{piece.id}" hx-swap="outerMorph">{with_stubs(piece, was)}</hx-partial>'
        for piece, was in parts
    )


def _moved(parts: list[tuple[Piece, list[Any]]], old: list[Any]) -> bool:
    """Return True if something moves from one part to another: two morphs would lose what was typed into it."""
    everything: dict[str, list[Any]] = {}
    _index(old, everything)
    for piece, was in parts:
        here: dict[str, list[Any]] = {}
        _index(was, here)
        if any(id_ in everything for id_ in _ids(piece) if id_ not in here):
            return True
    return False


def _ids(piece: Piece) -> Iterator[str]:
    yield piece.id
    for child in piece.children or ():
        yield from _ids(child)


def _collect(new: Piece, old: list[Any], parts: list[tuple[Piece, list[Any]]]) -> bool:
    """Add what must be sent for one piece; False if its own tag must be sent by the piece around it."""
    if new.digest == old[1]:
        return True
    if new.children is None or len(old) < 4 or old[2] != _digest(new.head, new.tail):
        return False
    theirs = old[3]
    if [child.id for child in new.children] != [child[0] for child in theirs]:
        return False
    changed = [(child, was) for child, was in zip(new.children, theirs, strict=True) if child.digest != was[1]]
    if len(changed) > MANY:
        return False
    for child, was in changed:
        if not _collect(child, was, parts):
            parts.append((child, was))
    return True


def with_stubs(new: Piece, old: list[Any] | None) -> str:
    """Return the HTML of a piece, with ``data-fr-same`` in place of everything in it that the browser has already."""
    known: dict[str, list[Any]] = {}
    if old is not None:
        _index(old, known)
    return "".join(_stubbed(new, known, top=True))


def _index(old: list[Any], known: dict[str, list[Any]]) -> None:
    known[old[0]] = old
    for child in old[3] if len(old) > 3 else ():
        _index(child, known)


def _stubbed(new: Piece, known: dict[str, list[Any]], *, top: bool = False) -> Iterator[str]:
    was = known.get(new.id)
    if (
        not top
        and was is not None
        and was[1] == new.digest
        and _length(new) > STUB_BYTES
        and new.head.startswith("<div")
    ):
        yield f'<div id="{new.id}" data-fr-same></div>'
        return
    yield new.head
    for child in new.children or ():
        yield from _stubbed(child, known)
    yield new.tail


def _length(piece: Piece) -> int:
    length = len(piece.head) + len(piece.tail)
    for child in piece.children or ():
        if length > STUB_BYTES:
            break
        length += _length(child)
    return length


def safe(html: str) -> SafeString:
    """Mark HTML that this module made."""
    return mark_safe(html)


__all__ = ["Piece", "Renderer", "Widget", "difference", "digest", "forget", "safe", "with_stubs"]
