"""
A person at a browser, without one: what stands in the page's HTML decides what is sent.

``Visitor`` opens a page with Django's test client, fills in fields by their labels and presses buttons by theirs.
Without a script it posts what a browser posts of a plain form and follows the redirect; with ``script=True`` it posts
the JSON that ``formrerun.js`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client

#: Elements without an end tag.
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


class Node:
    """An element of a parsed page."""

    def __init__(self, tag: str, attrs: dict[str, str], parent: Node | None = None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute, or the default."""
        return self.attrs.get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in self.attrs

    def walk(self) -> Iterator[Node]:
        """Yield every element below, in the order of the page."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", **attrs: str) -> list[Node]:
        """Return the elements below with this tag and these attributes (``data_testid`` for ``data-testid``)."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag) and all(node.attrs.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str = "", **attrs: str) -> Node:
        """Return the only such element."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} elements match {tag} {attrs}"
        return found[0]

    def by_test_id(self, name: str) -> list[Node]:
        """Return the elements with this ``data-testid``."""
        return self.all(data_testid=name)

    @property
    def text(self) -> str:
        """The text below, blanks folded."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join(" ".join(parts).split())

    @property
    def said(self) -> str:
        """The text below as a screen reader says it: without what only decorates."""
        heard = [child for child in self.children if isinstance(child, str) or child.get("aria-hidden") != "true"]
        return " ".join(" ".join(child if isinstance(child, str) else child.said for child in heard).split())

    @property
    def raw(self) -> str:
        """The text below as it is."""
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("#document", {})
        self.errors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.errors.append(f"<{tag}> has an attribute twice: {names}")
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.here = self.here.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        if self.here.tag != tag:
            self.errors.append(f"</{tag}> closes <{self.here.tag}>")
            return
        self.here = self.here.parent or self.root

    def handle_data(self, data: str) -> None:
        # The line break right after <textarea> is not part of its text.
        if self.here.tag == "textarea" and not self.here.children:
            data = data.removeprefix("\n")
        self.here.children.append(data)


def parse(html: str, *, strict: bool = True) -> Node:
    """
    Return a page's elements.

    Parameters
    ----------
    strict
        Fail for tags that do not match and attributes that stand twice.
    """
    parser = _Parser()
    parser.feed(html)
    parser.close()
    if parser.here is not parser.root:
        parser.errors.append(f"<{parser.here.tag}> is not closed")
    assert not strict or not parser.errors, parser.errors[:5]
    return parser.root


def is_button(node: Node) -> bool:
    """Return True for what presses."""
    return node.tag == "button" or (node.tag == "input" and node.get("type") in ("submit", "button", "reset"))


def is_field(node: Node) -> bool:
    """Return True for what a form may send."""
    return node.tag in ("input", "select", "textarea") and not is_button(node)


def values_of(node: Node) -> list[str]:
    """Return what a browser posts of one control."""
    if node.tag == "textarea":
        return [node.raw]
    if node.tag == "select":
        options = node.all("option")
        chosen = [option for option in options if "selected" in option]
        if not chosen and "multiple" not in node and options:
            chosen = options[:1]
        return [option.get("value") if "value" in option else option.text for option in chosen]
    if node.get("type") in ("checkbox", "radio"):
        return [node.get("value", "on")] if "checked" in node else []
    return [node.get("value")]


class Visitor:
    """
    One browser tab at one page.

    Parameters
    ----------
    url
        The page.
    client
        The browser with its cookies; two visitors that share one are two tabs.
    script
        True if the page's script runs.

    Attributes
    ----------
    put
        Name to what is posted under it whatever its controls show: components write in these what they hold.
    """

    def __init__(self, url: str, client: Client | None = None, *, script: bool = False) -> None:
        self.client = client or Client(enforce_csrf_checks=True)
        self.url, self.script, self.seq = url, script, 0
        self.dirty: set[str] = set()
        self.put: dict[str, list[str]] = {}
        self.here = url
        self.open()

    def open(self, url: str = "") -> Visitor:
        """Load the page."""
        return self._show(self.client.get(url or self.here, follow=True))

    def _show(self, response: Any) -> Visitor:
        self.response = response
        self.page = parse(response.content.decode())
        self.dirty.clear()
        return self

    # -------------------------------------------------------------------------------------------------- looking

    @property
    def app(self) -> Node:
        """The element around the page."""
        return self.page.one(id="fr-app")

    @property
    def tab(self) -> str:
        """The tab's id; "" if the page keeps nothing."""
        return self.app["data-fr-tab"]

    @property
    def mark(self) -> str:
        """``<birth>-<run>`` of the page that is shown."""
        return self.app["data-fr-mark"]

    @property
    def text(self) -> str:
        """What the page's body says."""
        return self.page.one(id="fr-m-root").text

    @property
    def fields(self) -> list[Node]:
        """The page's own fields."""
        return [node for node in self.page.walk() if is_field(node) and node.get("name").startswith("fr-")]

    def controls(self, label: str) -> list[Node]:
        """Return the controls under a label."""
        groups = self.page.all(role="radiogroup", aria_label=label) + self.page.all(role="group", aria_label=label)
        found = [node for group in groups for node in group.walk() if is_field(node)]
        found = found or [node for node in self.fields if node.get("aria-label") == label]
        assert found, f"no field {label!r} among {[node.get('aria-label') for node in self.fields]}"
        return found

    def name(self, label: str) -> str:
        """Return the widget id of a field."""
        return self.controls(label)[0]["name"]

    def name_at(self, key: str) -> str:
        """Return the widget id of what has this key, a component too."""
        (place,) = (node for node in self.page.walk() if f"st-key-{key}" in node.get("class").split())
        names = [node.get("data-fr-name") or node.get("name") for node in place.walk()]
        return next(name for name in names if name.startswith("fr-"))

    def upload(self, name: str, file: tuple[str, bytes, str]) -> str:
        """Send a file (its name, what is in it, its type) to a field, as the script does; return its token."""
        (field,) = (node for node in self.page.all("fr-upload") if node["id"] == name)
        kept = {"FR-Tab": self.tab, "FR-Field": name, "FR-Name": file[0], "FR-Type": file[2]}
        answer = self.client.post(
            field["data-fr-src"], file[1], content_type="application/octet-stream",
            headers={"X-CSRFToken": self.app["data-fr-csrf"], **kept},
        )  # fmt: skip
        return str(answer.json()["token"])

    def shown(self, label: str) -> list[str]:
        """Return what a field would post."""
        return [value for node in self.controls(label) for value in values_of(node)]

    def button(self, label: str) -> Node:
        """Return the button with this text, or this name for screen readers."""
        buttons = self.page.all("button", name="_fr_trigger")
        found = [node for node in buttons if label in (node.said, node.get("aria-label"))]
        assert len(found) == 1, f"{len(found)} buttons {label!r}"
        return found[0]

    def errors(self) -> dict[str, str]:
        """Return the messages beside fields: label to text."""
        names = {node["name"]: node.get("aria-label") for node in self.fields}
        return {
            names.get(node["id"].removesuffix("-e"), node["id"]): node.text
            for node in self.page.walk()
            if "data-fr-error" in node and node.text
        }

    # --------------------------------------------------------------------------------------------------- acting

    def fill(self, label: str, *values: Any) -> Visitor:
        """Type, choose or check: texts for fields, labels or values for options, True or False for boxes."""
        controls = self.controls(label)
        first = controls[0]
        self.dirty.add(first["name"])
        if first.get("type") == "checkbox" and len(controls) == 1:
            _set(first, "checked", bool(values[0]))
        elif first.get("type") in ("checkbox", "radio"):
            _choose({node: node.parent.text if node.parent else "" for node in controls}, "checked", values)
        elif first.tag == "select":
            _choose({option: option.text for option in first.all("option")}, "selected", values)
        elif first.tag == "textarea":
            first.children[:] = [values[0]]
        else:
            for node, value in zip(controls, values, strict=True):
                node.attrs["value"] = str(value)
        return self

    def press(self, label: str) -> Any:
        """Press a button; return the answer to the POST."""
        button = self.button(label)
        return self.post(button["form"], button["value"])

    def change(self, label: str, *values: Any) -> Any:
        """Change a field outside any form; with a script that is a submission of its own."""
        return self.fill(label, *values).post("fr-page", "")

    def post(self, form: str, trigger: str) -> Any:
        """Send a form by a button."""
        if self.script:
            return self.send(self.compose(form, trigger))
        return self.send_form(self.pairs(form, trigger))

    # ---------------------------------------------------------------------------------------------- a plain form

    def of_form(self, form: str) -> list[Node]:
        """Return the enabled controls of a form, by their ``form`` attribute."""
        return [node for node in self.page.walk() if is_field(node) and node.get("form") == form]

    def pairs(self, form: str, trigger: str = "") -> list[tuple[str, str]]:
        """Return what a browser posts of a form, in order."""
        made = [
            (node["name"], value.replace("\r\n", "\n").replace("\n", "\r\n"))
            for node in self.of_form(form)
            if "disabled" not in node and node.get("name") and node["name"] not in self.put
            for value in values_of(node)
        ]
        posted = [(name, value) for name, values in self.put.items() for value in values]
        return [*made, *posted, ("_fr_trigger", trigger)]

    def send_form(self, pairs: list[tuple[str, str]]) -> Any:
        """Post pairs as a browser without a script, and follow the redirect."""
        forms = self.page.all("form", id=dict(pairs).get("_fr_form", "fr-page"))
        action = forms[0].get("action") if forms else ""
        answer = self.client.post(
            action or self._here(), urlencode(pairs), content_type="application/x-www-form-urlencoded"
        )
        if answer.status_code == 303:
            self.here = answer["Location"]
            self._show(self.client.get(self.here, follow=True))
        elif answer["Content-Type"].startswith("text/html"):
            self._show(answer)
        return answer

    # --------------------------------------------------------------------------------------------- with the script

    def compose(self, form: str, trigger: str, **more: Any) -> dict[str, Any]:
        """Return the JSON that the script would send."""
        self.seq += 1
        fields: dict[str, list[str]] = {}
        seqs: dict[str, int] = {}
        for node in self.fields:
            if "disabled" in node:
                continue
            inside = node["form"] == form != "fr-page"
            if inside or (node["form"] == "fr-page" and node["name"] in self.dirty):
                fields.setdefault(node["name"], []).extend(values_of(node))
                if not inside:
                    seqs[node["name"]] = self.seq
        fields |= self.put
        if form == "fr-page":
            seqs |= dict.fromkeys(self.put, self.seq)
        return {
            "v": int(self.app["data-fr-protocol"]), "tab": self.tab, "id": f"press-{self.seq}", "have": self.mark,
            "form": "" if form == "fr-page" else form, "trigger": trigger or None, "fields": fields, "seqs": seqs,
            "kind": "submit", **more,
        }  # fmt: skip

    def send(self, body: Any, **headers: Any) -> Any:
        """Post JSON; on success the page is what the server now says it is."""
        answer = self.client.post(
            self._action(),
            body if isinstance(body, (str, bytes)) else json.dumps(body),
            content_type="application/json",
            headers={"X-CSRFToken": self.app["data-fr-csrf"], **headers},
        )
        if answer.status_code == 200 and "FR-Run" in answer:
            if answer.get("FR-Location"):
                self.url = self.here = answer["FR-Location"]
                self.open()
            else:
                # What the script puts together from parts, the record has as a whole.
                self.open(f"{self.url}?fr={self.tab}.{answer['FR-Run'].partition('-')[2]}")
        return answer

    def _action(self) -> str:
        return self.app.get("data-fr-url") or self._here()

    def _here(self) -> str:
        parts = urlsplit(self.here)
        return parts.path + (f"?{parts.query}" if parts.query else "")


def _set(node: Node, name: str, on: bool) -> None:
    node.attrs.pop(name, None)
    if on:
        node.attrs[name] = ""


def _choose(labels: dict[Node, str], name: str, values: tuple[str, ...]) -> None:
    """Set an attribute of the options that are meant: by their labels, or else by what they post."""
    meant = set()
    for value in values:
        found = [node for node, label in labels.items() if label == value]
        found = found or [node for node in labels if node.get("value") == value]
        assert found, f"no option {value!r} among {[*labels.values()]}"
        meant.update(found)
    for node in labels:
        _set(node, name, node in meant)
