"""
Tree to HTML, and the difference to the page a tab has.

Each kind has one template, compiled once. An element whose fields are the same has the same HTML, so it is rendered
once a process and reused; what the tab shows already is neither rendered nor sent (decision 13). Nothing that changes
from request to request may stand inside: no CSRF token, no submission id, no clock.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
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
from formrerun.engine.forms import FormNode
from formrerun.engine.fragments import PREFIX as FRAGMENT
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.keys import css_key
from formrerun.engine.run import Run
from formrerun.engine.tree import Container, Element
from formrerun.protocol.names import PAGE_FORM
from formrerun.utils.bounded_cache import BoundedCache

ROOT = "fr-root"
#: HTML shorter than this is sent rather than left out: the stub that says "unchanged" is as long.
STUB_BYTES = 120
#: More changed parts than this in one container are sent as the container.
MANY = 40
#: How the ids end of what is there once in the page or a fragment, or not at all, and is no part of their flow.
APART = ("-sizes", "-forms")
#: What a container's template is given as its children; it is cut there. No text of a page can hold it by chance or
#: on purpose, for it is drawn anew in every process.
CUT = f"\x00{secrets.token_hex(8)}\x00"


#: A page's tree as the record keeps it; see :meth:`Piece.hashes`. Texts, for the collector does not walk those.
Hashes = str | list[Any]


@dataclass(slots=True)
class Piece:
    """
    A part of the page: an element in its wrapper, or a container around others.

    Attributes
    ----------
    id
        The HTML id of its outermost tag.
    mark
        The id and, after a blank, eight bytes in hexadecimal that stand for all of its HTML.
    head, tail
        The HTML around the children; a leaf has all of it in ``head``.
    own
        The digest of that, for a container.
    notes
        Of the whole page: the HTML of what stands over it once, as toasts do.
    """

    id: str
    mark: str
    head: str
    tail: str = ""
    children: list[Piece] | None = None
    own: str = ""
    notes: tuple[str, ...] = ()

    def walk(self) -> Iterator[Piece]:
        """Yield it and every piece below it."""
        yield self
        for child in self.children or ():
            yield from child.walk()

    def html(self) -> str:
        """Return the HTML."""
        return "".join([self.head, *self.inside(), self.tail])

    def inside(self) -> list[str]:
        """Return the HTML of the children, in order and in parts."""
        parts: list[str] = []
        for child in self.children or ():
            parts.append(child.head)
            if child.children is not None:
                parts += child.inside()
                parts.append(child.tail)
        return parts

    def hashes(self) -> Hashes:
        """Return the tree that the record keeps: its mark, or the mark, the digest of its own HTML, its children's."""
        if self.children is None:
            return self.mark
        return [self.mark, self.own, [child.hashes() for child in self.children]]


@dataclass(slots=True)
class Kept(Piece):
    """A container of which only the name is known: it stands in the browser as it was."""

    was: Hashes = ""

    def hashes(self) -> Hashes:
        return self.was


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
        if isinstance(element, Container):
            for name, number in getattr(element, "tokens", ()):
                self.found.add(f"{name}{number}")
                made += f" fr-{name}-{number}"
            weight, gap = getattr(element, "weight", None), getattr(element, "gap", None)
            if weight is not None:
                self.found.add(f"g{weight}")
                made += f" fr-g-{weight}"
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


file_changed.connect(lambda sender, **_: forget(), weak=False, dispatch_uid="formrerun.rendering.renderer")


@cache
def _template(kind: str) -> Any:
    return get_template(f"formrerun/elements/{kind}.html")


def _render(kind: str, context: dict[str, Any]) -> str:
    found = _template(kind)
    plain = getattr(found, "template", None)
    # Straight to the compiled template: no context processors run, for an element does not depend on the request.
    html: str = plain.render(Context(context, use_l10n=False)) if plain is not None else found.render(context)
    try:
        html.encode()
    except UnicodeEncodeError:  # half of a pair of surrogates, from data or from a post: no response can hold it
        return html.encode("utf-8", "replace").decode()
    return html


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
        self._over: list[Element] = []
        self._world = (translation.get_language(), get_current_timezone_name())

    def page(self, run: Run) -> Piece:
        """
        Return the root: forms, sizes, sidebar, body, lower edge.

        Of fragments that run alone: those, in the page as it was.
        """
        self._run = run
        if run.only:
            self._over = [*run.passed]
            ids = [id_ for id_ in run.only if id_ in run.fragments]  # while it is drawn the later ones are as they were
            fresh = [self.element(run.fragments[id_], FRAGMENT + id_) for id_ in ids]
            return self._with_notes(graft(run.before, {piece.id: piece for piece in fresh}))
        side, main = run.roots["sidebar"], run.roots["main"]
        self._over = [*run.passed]
        children = []
        above = self._menu(run)
        if side.children or "sidebar" in above:
            state = run.config.initial_sidebar_state
            children.append(self._root(side, "fr-s", "sidebar", state=state, above=above.get("sidebar", "")))
        children.append(self._root(main, "fr-m", "main", layout=run.config.layout, above=above.get("main", "")))
        if "bottom" in run.roots:
            children.append(self._root(run.roots["bottom"], "fr-b", "bottom", layout=run.config.layout))
        forms = self._forms(run)
        first = [forms]
        if self.sizes.found:
            first.append(self._stylesheet("fr-sizes"))
        first += self._extras("", "fr")
        return self._with_notes(_joined(ROOT, "", "", [*first, *children]))

    def _with_notes(self, page: Piece) -> Piece:
        page.notes = tuple(_render(element.kind, element.context()) for element in self._over)
        return page

    def _menu(self, run: Run) -> dict[str, SafeString]:
        """Return the menu of the pages, if there is one, and above which root it stands."""
        return {
            "main" if getattr(menu, "top", False) else "sidebar": mark_safe(_render(menu.kind, menu.context()))
            for menu in run.roots.get("menu", Container()).children
        }

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
            apart = getattr(child, "apart", "")
            if apart:  # no part of the page's flow: it stands over the page, or its time is over
                if apart == "over":
                    self._over.append(child)
                continue
            wrapper = child.wrapper_id
            if wrapper is None:
                wrapper = f"{path}-{place}"
                place += 1
            pieces.append(self.element(child, wrapper))
        return pieces

    def element(self, element: Element, id_: str) -> Piece:
        """Return the piece of one element under a wrapper id."""
        classes = self.sizes.classes(element)
        if isinstance(element, FragmentNode):
            return self._fragment(element, id_, classes)
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

    def _fragment(self, node: FragmentNode, id_: str, classes: str) -> Piece:
        """Return a fragment with its own forms and sizes in it, so that it does not need the rest of the page."""
        outer, self.sizes = self.sizes, Sizes()
        piece = self._container(node, id_, classes)
        first = []
        if node.forms:
            forms = "".join(map(_form, node.forms))
            first.append(_leaf(f"{id_}-forms", f'<div id="{id_}-forms" hidden>{forms}</div>'))
        if self.sizes.found:
            first.append(self._stylesheet(f"{id_}-sizes"))
        first += self._extras(node.id, id_)
        self.sizes = outer
        return _joined(id_, piece.head, piece.tail, [*first, *(piece.children or ())]) if first else piece

    def _extras(self, fragment: str, id_: str) -> list[Piece]:
        """Return what other apps put into the page, or into a fragment."""
        return [
            _leaf(f"{id_}-{name}", f'<div id="{id_}-{name}" hidden>{draw(self._run)}</div>')
            for (part, name), draw in self._run.extras.items()
            if part == fragment
        ]

    def _stylesheet(self, id_: str) -> Piece:
        url = f"{reverse('formrerun:sizes')}?{','.join(sorted(self.sizes.found))}"
        return _leaf(id_, f'<link id="{id_}" rel="stylesheet" href="{escape(url)}">')

    def _forms(self, run: Run) -> Piece:
        """Return the empty form elements, one per form and one for everything outside: nothing is inside a form."""
        made = [
            (
                f'<form id="{PAGE_FORM}" method="post" novalidate>'
                '<button type="submit" hidden tabindex="-1"></button></form>'
            )
        ]
        made += [_form(form) for form in run.forms.values() if not form.fragment]
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
    draft = f' data-fr-draft="{form.draft}" data-fr-draft-age="{form.draft_age}"' if form.draft else ""
    return (
        f'<form id="{form.dom_id}" method="post" novalidate autocomplete="off" data-fr-form="{escape(form.form_key)}"'
        f"{' data-fr-enter' if enter else ''}{draft}{' data-fr-warn' if form.warn_unsaved else ''}>{button}</form>"
    )


def _leaf(id_: str, html: str) -> Piece:
    return Piece(id_, f"{id_} {_digest(html)}", html)


def _joined(id_: str, head: str, tail: str, children: list[Piece]) -> Piece:
    return _shell(id_, _digest(head, tail), children, head, tail)


def _shell(id_: str, own: str, children: list[Piece], head: str = "", tail: str = "") -> Piece:
    mark = f"{id_} {_digest(own, *(child.mark for child in children))}"
    return Piece(id_, mark, head, tail, children, own)


# ------------------------------------------------------------------------------------------- what changed since


def difference(new: Piece, old: Hashes | None) -> str | None:
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
    parts: list[tuple[Piece, Hashes]] = []
    if not _collect(new, old, parts):
        return None
    if parts and _moved(parts, old):
        return None
    return "".join(
        f'<hx-partial hx-target="#{piece.id}" hx-swap="outerMorph">{with_stubs(piece, was)}</hx-partial>'
        for piece, was in parts
    )


def _moved(parts: list[tuple[Piece, Hashes]], old: Hashes) -> bool:
    """Return True if something moves from one part to another: two morphs would lose what was typed into it."""
    composed = [(piece, was) for piece, was in parts if piece.children]
    if not composed:
        return False
    everything: dict[str, str] = {}
    _index(old, everything)
    for piece, was in composed:
        here: dict[str, str] = {}
        _index(was, here)
        if any(id_ in everything for id_ in _ids(piece) if id_ not in here):
            return True
    return False


def _ids(piece: Piece) -> Iterator[str]:
    yield piece.id
    for child in piece.children or ():
        yield from _ids(child)


def _mark(old: Hashes) -> str:
    return old if isinstance(old, str) else old[0]


def _id(old: Hashes) -> str:
    return _mark(old).partition(" ")[0]


def _collect(new: Piece, old: Hashes, parts: list[tuple[Piece, Hashes]]) -> bool:
    """Add what must be sent for one piece; False if its own tag must be sent by the piece around it."""
    if new.mark == _mark(old):
        return True
    if new.children is None or isinstance(old, str) or old[1] != new.own:
        return False
    if len(old[2]) != len(new.children):
        return False
    changed = []
    for child, was in zip(new.children, old[2], strict=True):
        mark = _mark(was)
        if mark != child.mark:
            if not mark.startswith(f"{child.id} "):
                return False
            changed.append((child, was))
    if len(changed) > MANY:
        return False
    for child, was in changed:
        if not _collect(child, was, parts):
            parts.append((child, was))
    return True


def with_stubs(new: Piece, old: Hashes | None) -> str:
    """Return the HTML of a piece, with ``data-fr-same`` in place of everything in it that the browser has already."""
    known: dict[str, str] = {}
    if old is not None:
        _index(old, known)
    return "".join(_stubbed(new, known, top=True))


def _index(old: Hashes, known: dict[str, str]) -> None:
    """Fill id to mark."""
    known[_id(old)] = _mark(old)
    if not isinstance(old, str):
        for child in old[2]:
            _index(child, known)


def _stubbed(new: Piece, known: dict[str, str], *, top: bool = False) -> Iterator[str]:
    same = not top and known.get(new.id) == new.mark
    if same and _length(new) > STUB_BYTES and new.head.startswith("<div"):
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


def overlay(new: Piece, shown: Hashes | None, drawn: set[str]) -> tuple[Piece, list[str]]:
    """
    Lay a page that is still being drawn over what is shown: what is not drawn yet stays, behind what is.

    Parameters
    ----------
    drawn
        The ids of what this pass has drawn in earlier pictures: what of it is gone by now has been ended. Those of this
        one are added.

    Returns
    -------
    Piece
        The page as the browser shall show it.
    list of str
        The ids of what stays from the page before.
    """
    stale: list[str] = []
    drawn.update(_ids(new))
    return _overlaid(new, shown, drawn, stale), stale


def _overlaid(new: Piece, old: Hashes | None, drawn: set[str], stale: list[str]) -> Piece:
    if new.children is None or old is None or isinstance(old, str):
        return new
    known = {_id(was): was for was in old[2]}
    children = [_overlaid(child, known.get(child.id), drawn, stale) for child in new.children]
    for id_, was in known.items():
        # Where the page before had something without identity, that place may be taken: then it is gone already.
        if id_ not in drawn and not id_.endswith(APART):
            stale.append(id_)
            children.append(_kept(was))
    return _shell(new.id, new.own, children, new.head, new.tail)


def _kept(old: Hashes) -> Piece:
    """Return a piece of which only the name is known: the browser has it."""
    id_, mark = _id(old), _mark(old)
    stub = f'<div id="{id_}" data-fr-same></div>'
    if isinstance(old, str):
        return Piece(id_, mark, stub)
    return Kept(id_, mark, stub, was=old)


def graft(old: Hashes, fresh: Mapping[str, Piece]) -> Piece:
    """Return the old page with pieces in the place of those of their ids; of the rest only the names are known."""
    if (piece := fresh.get(_id(old))) is not None:
        return piece
    if isinstance(old, str):
        return _kept(old)
    children = [graft(child, fresh) for child in old[2]]
    # What runs may have shown something else meanwhile: it is said what it is now, though it is what it was.
    if all(child.children is None for child in children):
        return _kept(old)
    return _shell(_id(old), old[1], children)


def names_of(old: Hashes) -> Hashes:
    """
    Return a page's tree of which nothing counts but the names and their order.

    Nobody knows what a browser shows there, or whether it has these at all: what is around them is sent with them.
    """
    return _id(old) if isinstance(old, str) else [_id(old), "", [names_of(child) for child in old[2]]]


def safe(html: str) -> SafeString:
    """Mark HTML that this module made."""
    return mark_safe(html)


__all__ = ["Piece", "Renderer", "difference", "forget", "graft", "overlay", "safe", "with_stubs"]
