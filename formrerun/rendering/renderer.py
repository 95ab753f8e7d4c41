"""
Tree to HTML, and the difference to the page a tab has.

Each kind has one template, compiled once. An element whose fields are the same has the same HTML, so it is rendered
once a process and reused; what the tab shows already is neither rendered nor sent (decision 13). So nothing may be in
it that changes from request to request: no CSRF token, no submission id, no clock.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.db import Error as DatabaseError
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name

from formrerun.engine.control_flow import ERRORS
from formrerun.engine.forms import FormNode
from formrerun.engine.fragments import PREFIX as FRAGMENT
from formrerun.engine.fragments import FragmentNode
from formrerun.engine.keys import css_key
from formrerun.engine.run import Run
from formrerun.engine.tree import HEADERS, Container, Element, RootHeader
from formrerun.protocol.names import PAGE_FORM
from formrerun.rendering.overlay import replace_pieces
from formrerun.rendering.pieces import Piece, joined, leaf
from formrerun.rendering.sizes import Sizes
from formrerun.rendering.templates import html_cache, render, render_partial, render_printed
from formrerun.signals import page_failed
from formrerun.utils.texts import sanitized_text
from formrerun.utils.urls import own_address

logger = logging.getLogger("formrerun.page")

ROOT = "fr-root"
#: What a container's template is given as its children: its HTML is cut there into head and tail. It is random in every
#: process, so that no text of a page holds it by chance or on purpose.
CUT = f"\x00{secrets.token_hex(8)}\x00"


# -------------------------------------------------------------------------------------------------- tree → pieces


class Renderer:
    """
    Renders one run's tree. What raises as it is rendered is replaced by the exception, and the rest is rendered.

    Parameters
    ----------
    final
        True if the run is over: then the exceptions are logged, and put into the tree as well.
    places
        True to draw the places of messages and hints that say nothing yet, for a script that does not make them.

    Attributes
    ----------
    sizes
        What the stylesheet of sizes must define, of the page or of the fragment that is rendered now.
    locale_key
        What beside its fields the HTML of an element depends on: language, time zone, and ``places``.
    """

    def __init__(self, *, final: bool = False, places: bool = False) -> None:
        self.sizes = Sizes()
        self._failures: list[tuple[Element, Element, BaseException]] | None = [] if final else None
        self._overlays: list[Element] = []
        self._places = places
        self.locale_key = (translation.get_language(), get_current_timezone_name(), places)

    def page(self, run: Run) -> Piece:
        """
        Return the piece of the whole page: forms, sizes, sidebar, body, lower edge.

        If only fragments ran, these are rendered, and the rest are stubs of the page before.
        """
        page = self._page(run)
        if self._failures:
            replace_failed(run, self._failures)
        return page

    def _page(self, run: Run) -> Piece:
        # A frame is rendered while the run draws, and a pass that begins meanwhile has a drawing of its own.
        self._run, drawing, scope = run, run.drawing, run.fragment_scope
        self._attachments = drawing.attachments
        self._overlays = [*drawing.overlays]
        if scope is not None:
            ids = [id_ for id_ in scope.ids if id_ in drawing.fragments]  # in a frame, the later ones are not drawn yet
            fresh = [self.element(drawing.fragments[id_], FRAGMENT + id_) for id_ in ids]
            return self._with_overlays(replace_pieces(scope.previous, {piece.id: piece for piece in fresh}))
        side, main = drawing.roots["sidebar"], drawing.roots["main"]
        children = []
        headers = [
            each
            for name in HEADERS
            for each in drawing.roots.get(name, Container()).children
            if isinstance(each, RootHeader)
        ]
        above = self._above(headers)
        if side.children or any(each.above == "sidebar" and not each.accompanies for each in headers):
            state = run.config.initial_sidebar_state
            children.append(self._root(side, "fr-s", "sidebar", state=state, above=above.get("sidebar", "")))
        shown = {
            "title": sanitized_text(run.config.shown_title),
            "layout": run.config.layout,
            "tag": run.config.tag,
            "above": above.get("main", ""),
        }
        children.append(self._root(main, "fr-m", "main", **shown))
        if "bottom" in drawing.roots:
            children.append(self._root(drawing.roots["bottom"], "fr-b", "bottom", layout=run.config.layout))
        forms = [_form(form) for form in drawing.forms.values() if not form.fragment]
        first = [self._forms("fr-forms", [_PAGE_FORM, *forms])]
        if self.sizes.found:
            first.append(self._stylesheet("fr-sizes"))
        first += self._extras("", "fr")
        return self._with_overlays(joined(ROOT, "", "", [*first, *children]))

    def _with_overlays(self, page: Piece) -> Piece:
        page.overlays = tuple(map(self._alone, self._overlays))
        return page

    def _alone(self, element: Element) -> str:
        """Return the HTML of an element that stands among no others."""
        try:
            return render(element.kind, element.context())
        except DatabaseError:
            raise
        except ERRORS as error:
            found = self._failed(element, error)
            return render(found.kind, found.context())

    def _above(self, headers: list[RootHeader]) -> dict[str, SafeString]:
        """Return the HTML of what stands above a root, by that root's name."""
        made: dict[str, SafeString] = {}
        for each in headers:
            made[each.above] = made.get(each.above, mark_safe("")) + mark_safe(self._alone(each))
        return made

    def _root(self, root: Container, id_: str, kind: str, **context: Any) -> Piece:
        key = (self.locale_key, id_, kind, tuple(context.items()))
        shell = html_cache.get(key)
        if shell is None:
            html = render(f"_{kind}", {**context, "id": f"{id_}-root", "children": mark_safe(CUT)})
            head, tail = html.split(CUT)
            shell = Piece(f"{id_}-root", "", head, tail)
            html_cache.put(key, shell)
        inner = joined(
            id_,
            f'<div id="{id_}" class="stVerticalBlock" data-testid="stVerticalBlock">',
            "</div>",
            self._children(root, id_),
        )
        return joined(shell.id, shell.head, shell.tail, [inner])

    def _children(self, container: Container, path: str) -> list[Piece]:
        pieces = []
        index = 0
        for child in container.children:
            placement = child.placement
            if placement != "flow":
                if placement == "overlay":
                    self._overlays.append(child)
                continue
            wrapper = child.wrapper_id
            if wrapper is None:
                wrapper = f"{path}-{index}"
                index += 1
            pieces.append(self.element(child, wrapper))
        return pieces

    def element(self, element: Element, id_: str) -> Piece:
        """Return the piece of one element under a wrapper id; of the exception, if rendering it raises one."""
        sizes = self.sizes
        try:
            return self._element(element, id_)
        except DatabaseError:  # the submission begins again
            raise
        except ERRORS as error:
            self.sizes = sizes
            return self._in_its_stead(self._failed(element, error), id_)

    def _in_its_stead(self, found: Element, id_: str) -> Piece:
        """Return the piece of an exception; where a project's own template of these fails too, in plain words."""
        try:
            return self._element(found, id_)
        except (DatabaseError, RecursionError):  # there is room for it further out
            raise
        except ERRORS:
            logger.exception("The template of exceptions could not be rendered.")
            said = (
                f"{getattr(found, 'type', '')}: {getattr(found, 'message', '')}" if found.context()["details"] else "⚠"
            )
            return leaf(id_, f'<div id="{id_}" class="stException" role="alert">{escape(said)}</div>')

    def _failed(self, element: Element, error: BaseException) -> Element:
        """Return what stands for an element that could not be rendered."""
        found = self._run.environment.exception_element(self._run, error)
        is_one = type(element) is type(found)
        if found is None or (is_one and isinstance(error, RecursionError)):
            raise error
        if is_one:  # what it says counts, and not what has kept it from being said
            return element
        if self._failures is not None:
            self._failures.append((element, found, error))
        return found

    def _element(self, element: Element, id_: str) -> Piece:
        classes = self.sizes.classes(element)
        if isinstance(element, FragmentNode):
            return self._fragment(element, id_, classes)
        if isinstance(element, Container):
            return self._container(element, id_, classes)
        key = (self.locale_key, id_, classes, element.html_key())
        try:
            piece = html_cache.get(key)
        except TypeError:  # a field that cannot be hashed: rendered every time
            return leaf(id_, self._wrap(element, id_, classes))
        if piece is None:
            piece = leaf(id_, self._wrap(element, id_, classes))
            html_cache.put(key, piece)
        return piece

    def _wrap(self, element: Element, id_: str, classes: str) -> str:
        if element.key is not None:
            classes += " " + css_key(element.key)
        context = {**element.context(), "dom_id": id_, "fr_places": self._places}
        if printed := element.printed:
            body = render_printed(element.kind, context, printed, self.locale_key)
        else:
            body = render(element.kind, context)
        # No template: it would make a new page of 1,000 fields a tenth slower, and what is in it must stay as it is.
        return (
            f'<div id="{id_}" class="stElementContainer element-container{escape(classes)}" '
            f'data-testid="stElementContainer">{body}</div>'
        )

    def _container(self, container: Container, id_: str, classes: str) -> Piece:
        key = (self.locale_key, id_, classes, container.html_key())
        try:
            shell = html_cache.get(key)
        except TypeError:
            shell, key = None, None  # type: ignore[assignment]
        if shell is None:
            try:
                shell = self._shell(container, id_, classes)
            except DatabaseError:
                raise
            except ERRORS as error:  # what is in it is drawn all the same
                found = self._in_its_stead(self._failed(container, error), id_)
                shell, key = Piece(id_, "", found.head.removesuffix("</div>"), "</div>"), None  # type: ignore[assignment]
            if key is not None:
                html_cache.put(key, shell)
        return joined(id_, shell.head, shell.tail, self._children(container, id_))

    def _shell(self, container: Container, id_: str, classes: str) -> Piece:
        """Return the HTML of a container around its children."""
        if container.key is not None:
            classes += " " + css_key(container.key)
        context = {**container.context(), "dom_id": id_, "classes": classes, "children": mark_safe(CUT)}
        head, _, tail = render(container.kind, context).partition(CUT)
        return Piece(id_, "", head, tail)

    def _fragment(self, node: FragmentNode, id_: str, classes: str) -> Piece:
        """Return a fragment with its own forms and sizes in it: it can be sent without the rest of the page."""
        outer, self.sizes = self.sizes, Sizes()
        piece = self._container(node, id_, classes)
        first = []
        if node.forms:
            first.append(self._forms(f"{id_}-forms", [_form(form) for form in node.forms]))
        if self.sizes.found:
            first.append(self._stylesheet(f"{id_}-sizes"))
        first += self._extras(node.id, id_)
        self.sizes = outer
        return joined(id_, piece.head, piece.tail, [*first, *(piece.children or ())]) if first else piece

    def _extras(self, fragment: str, id_: str) -> list[Piece]:
        """Return what other apps put into the page, or into a fragment."""
        return [
            _hidden(f"{id_}-{name}", self._extra(draw))
            for (part, name), draw in self._attachments.items()
            if part == fragment
        ]

    def _extra(self, draw: Callable[[Any], str]) -> str:
        try:
            return draw(self._run)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("What another app puts into page %s could not be rendered.", self._run.page)
            return ""

    def _stylesheet(self, id_: str) -> Piece:
        url = f"{own_address('sizes')}?{','.join(sorted(self.sizes.found))}"
        return leaf(id_, f'<link id="{id_}" rel="stylesheet" href="{escape(url)}">')

    def _forms(self, id_: str, forms: list[dict[str, Any]]) -> Piece:
        """Return empty form elements: the controls name theirs, and nothing is inside a form."""
        key = (self.locale_key, id_, tuple(tuple(form.values()) for form in forms))
        piece = html_cache.get(key)
        if piece is None:
            # Pieces of their own: while a run has not come to a form yet, that of the page before can be submitted.
            pieces = [_hidden(f"{form['id']}-tag", render_partial("_form", form)) for form in forms]
            piece = joined(id_, f'<div id="{id_}" hidden>', "</div>", pieces)
            html_cache.put(key, piece)
        return piece


def replace_failed(run: Run, failures: list[tuple[Element, Element, BaseException]]) -> None:
    """Put what stands for elements that could not be rendered into the tree, and tell who watches over the site."""
    stands_for = {id(element): found for element, found, _ in failures}
    for root in [*run.drawing.roots.values(), *run.drawing.fragments.values()]:
        for container in [root, *(element for element in root.walk() if isinstance(element, Container))]:
            container.children[:] = [
                child if isinstance(child, Container) else stands_for.get(id(child), child)
                for child in container.children
            ]
    for element, found, error in failures:
        if isinstance(element, Container):  # what is in it stays
            element.children.insert(0, found)
        logger.error("Page %s: a %s could not be rendered", run.page or "?", element.kind, exc_info=error)
        page_failed.send_robust(sender=Run, page=run.page, exception=error)


#: The form of everything that stands in none.
_PAGE_FORM = {"id": PAGE_FORM, "key": "", "enter": "", "draft": "", "draft_age": 0, "warn_unsaved": False}


def _form(form: FormNode) -> dict[str, Any]:
    """
    Return what the template of form elements is given.

    Enter presses the first button that the script created, and nothing if that is disabled (semantics 4.4).
    """
    first = form.buttons[0] if form.buttons else None
    return {
        "id": form.dom_id,
        "key": form.form_key,
        "enter": first.id if first is not None and form.enter_to_submit and not first.disabled else "",
        "draft": form.draft,
        "draft_age": form.draft_age,
        "warn_unsaved": form.warn_unsaved,
    }


def _hidden(id_: str, html: str) -> Piece:
    """Return the piece of what nobody sees."""
    return leaf(id_, f'<div id="{id_}" hidden>{html}</div>')


__all__ = ["Renderer"]
