"""
Widgets of other packages, which are nothing but a template of Django's: drawn by it, and read from what it posts.

Each control in the template's HTML becomes a widget of this package, under the control's name in the form's data. So
the manifest says what may be sent, and edits are kept as in any field; what the controls mean is for Django's widget to
say (``value_from_datadict``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any, ClassVar

from django import forms
from django.forms.widgets import Media
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from formrerun.engine.widgets import Widget

#: Controls that post no text of their own.
_BUTTONS = frozenset({"submit", "button", "reset", "image"})
#: What a control is given here.
_OWN = frozenset({"name", "form", "disabled", "aria-invalid", "aria-describedby"})
#: What makes another widget of a class that derives from one of Django's.
_LOOKS = ("template_name", "render", "_render", "get_context", "format_value")


def is_foreign(widget: forms.Widget) -> bool:
    """Return True if none of ours stands for a widget: it has a template, or ways, of its own."""
    if widget.is_hidden:
        return False
    kind = type(widget)
    django = next(each for each in kind.__mro__ if each.__module__ == "django.forms.widgets")
    return django is forms.Widget or any(
        getattr(kind, name, None) is not getattr(django, name, None) for name in _LOOKS
    )


class _Controls(HTMLParser):
    """
    What a browser posts of the controls in a piece of HTML, and the HTML with other attributes for them.

    Parameters
    ----------
    given
        By the name of a control, the attributes that it gets in place of its own.
    drawn
        By the name of a control for files, what stands for it.

    Attributes
    ----------
    posted
        What is posted, by the names of the controls.
    files
        The attributes of the controls for files, by their names.
    """

    def __init__(self, given: dict[str, dict[str, str]] | None = None, drawn: dict[str, Widget] | None = None) -> None:
        super().__init__(convert_charrefs=False)
        self.given, self.drawn = given or {}, drawn or {}
        self.posted: dict[str, list[str]] = {}
        self.files: dict[str, dict[str, str]] = {}
        self.made: list[str | Widget] = []
        self._count = 0
        self._select: tuple[str, bool, list[tuple[str, bool]]] | None = None
        self._option: tuple[str | None, bool, list[str]] | None = None
        self._area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        name, kind = own.get("name", ""), own.get("type", "text").lower()
        if tag == "option" and self._select is not None:
            self._end_option()
            self._option = own.get("value"), "selected" in own, []
        if tag == "input" and kind == "file":
            self.files[name] = own
            self.made += [self.drawn[name]] if name in self.drawn else []
            return
        if tag in ("input", "select", "textarea") and not (tag == "input" and kind in _BUTTONS):
            self.made.append(self._control(tag, name, own) if name else self._raw())
        else:
            self.made.append(self._raw())
        if not name:
            return
        if tag == "input" and kind not in _BUTTONS:
            posted = self.posted.setdefault(name, [])
            if kind not in ("checkbox", "radio"):
                posted.append(own.get("value", ""))
            elif "checked" in own:
                posted.append(own.get("value", "on"))
        elif tag == "select":
            self._select = name, "multiple" in own, []
            self.posted.setdefault(name, [])
        elif tag == "textarea":
            self._area = name, []
            self.posted.setdefault(name, [])

    handle_startendtag = handle_starttag

    def _raw(self) -> str:
        return self.get_starttag_text() or ""

    def _control(self, tag: str, name: str, own: dict[str, str]) -> str:
        """Return the tag of a control with the attributes that it is given here."""
        given = self.given.get(name)
        if given is None:
            return self._raw()
        kept = {each: value for each, value in own.items() if each not in _OWN}
        kept.setdefault("id", f"{given['name']}-{self._count}")
        self._count += 1
        attrs = "".join(f' {each}="{escape(value)}"' for each, value in {**kept, **given}.items())
        return f"<{tag}{attrs}>"

    def handle_endtag(self, tag: str) -> None:
        self.made.append(f"</{tag}>")
        if tag == "option":
            self._end_option()
        elif tag == "select" and self._select is not None:
            self._end_option()
            name, several, options = self._select
            chosen = [value for value, selected in options if selected]
            if not chosen and not several:
                chosen = [value for value, _selected in options[:1]]
            self.posted[name] += chosen
            self._select = None
        elif tag == "textarea" and self._area is not None:
            name, texts = self._area
            self.posted[name].append("".join(texts).removeprefix("\n"))
            self._area = None

    def _end_option(self) -> None:
        if self._option is not None and self._select is not None:
            value, selected, texts = self._option
            self._select[2].append(("".join(texts).strip() if value is None else value, selected))
        self._option = None

    def _text(self, raw: str, text: str) -> None:
        self.made.append(raw)
        if self._option is not None:
            self._option[2].append(text)
        if self._area is not None:
            self._area[1].append(text)

    def handle_data(self, data: str) -> None:
        self._text(data, data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};", unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};", unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        self.made.append(f"<!--{data}-->")


def controls_of(html: str) -> tuple[dict[str, list[str]], dict[str, dict[str, str]]]:
    """
    Return what a browser posts of HTML that nobody has touched, by the names of its controls, and of those for files
    the attributes.
    """
    found = _Controls()
    found.feed(html)
    found.close()
    return found.posted, found.files


class Upload(forms.FileInput):
    """A control for files in another package's template."""

    def __init__(self, several: bool) -> None:
        super().__init__()
        self.allow_multiple_selected = several


def rendered(name: str, widget: forms.Widget, value: Any, attrs: dict[str, Any]) -> Any:
    """Return a foreign widget's HTML, and the controls in it; None of one for a file that has nothing else in it."""
    html = str(widget.render(name, value, {**attrs, "id": name}))
    posted, files = controls_of(html)
    if isinstance(widget, forms.FileInput) and not {*posted, *files} - {name, f"{name}-clear"}:
        return None
    return html, posted, files


@dataclass(eq=False, kw_only=True)
class TemplatePart(Widget):
    """One more control of a template; the first one draws it, in a place of its own if it is one for files."""

    kind: ClassVar[str] = "template_part"


@dataclass(eq=False, kw_only=True)
class TemplateInput(Widget):
    """
    A widget of another package.

    Attributes
    ----------
    name
        The name of the field in the form's data.
    body
        Its HTML as nobody has touched it.
    scripts, styles
        What it needs, as its ``Media`` says.
    foreign, attrs
        Django's widget, and what its tag is to have.
    others
        By their names the other controls of the template.
    """

    kind: ClassVar[str] = "template_input"

    name: str = ""
    body: str = ""
    required: bool = False
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    foreign: forms.Widget = field(metadata={"html": False})
    initial: Any = field(default=None, metadata={"html": False})
    attrs: dict[str, Any] = field(default_factory=dict, metadata={"html": False})
    others: dict[str, Widget] = field(default_factory=dict, metadata={"html": False})

    def html_key(self) -> Any:
        return (*super().html_key(), *((tuple(each.shown), each.state.rev) for each in self.others.values()))  # type: ignore[misc]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "rendered": self._rendered()}

    def _rendered(self) -> list[SafeString | Widget]:
        """Return its HTML in pieces, and between these what stands for its controls for files."""
        files = {name: each for name, each in self.others.items() if not isinstance(each, TemplatePart)}
        controls = {name: each for name, each in {self.name: self, **self.others}.items() if name not in files}
        value = self.initial
        if any(each.shown != each.field.to_posted(each.field.initial()) for each in controls.values()):
            data: MultiValueDict[str, Any] = MultiValueDict({name: [*each.shown] for name, each in controls.items()})
            no_files: MultiValueDict[str, Any] = MultiValueDict()
            value = self.foreign.value_from_datadict(data, no_files, self.name)
        html = _Controls({name: self._given(each) for name, each in controls.items()}, files)
        html.feed(str(self.foreign.render(self.name, value, {**self.attrs, "id": self.id})))
        html.close()
        return [mark_safe(piece) if isinstance(piece, str) else piece for piece in html.made]

    def _given(self, widget: Widget) -> dict[str, str]:
        given = {"name": widget.id, "form": self.form_id, "data-fr-rev": str(widget.state.rev)}
        if widget.state.soft:
            given["data-fr-soft"] = ""
        if self.disabled:
            given["disabled"] = ""
        if self.error:
            given["aria-invalid"] = "true"
        described = [*([f"{self.id}-e"] if self.error else []), *([f"{self.id}-h"] if self.help else [])]
        if described:
            given["aria-describedby"] = " ".join(described)
        return given


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag == "script" and own.get("src"):
            self.scripts.append(str(own["src"]))
        elif tag == "link" and own.get("href"):
            self.styles.append(str(own["href"]))


def media_of(media: Media) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses of the scripts and of the style sheets that a widget needs."""
    found = _Addresses()
    found.feed(str(media))
    return tuple(found.scripts), tuple(found.styles)


__all__ = ["TemplateInput", "TemplatePart", "Upload", "controls_of", "is_foreign", "media_of", "rendered"]
