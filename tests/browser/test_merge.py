"""
The merge by itself: new markup is swapped into the page by hand, with fields that no command draws yet.

A file field, an editable block, a modal dialog, and a component: a form-associated element with a shadow tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser.matrix import WITHOUT_MOVE

COMPONENT = """() => customElements.define('x-shadow', class extends HTMLElement {
  static formAssociated = true;
  connected = 0;
  merged = 0;
  #internals = this.attachInternals();
  constructor() {
    super();
    this.attachShadow({ mode: 'open', delegatesFocus: true }).append(document.createElement('input'));
    this.field.addEventListener('input', () => { this.value = this.field.value; });
  }
  get field() { return this.shadowRoot.querySelector('input'); }
  get value() { return this.field.value; }
  set value(text) { if (this.field.value !== text) this.field.value = text; this.#internals.setFormValue(text); }
  connectedCallback() {
    this.connected += 1;
    if (this.connected > 1) return;
    this.value = JSON.parse(this.dataset.frValue);
    this.append(document.createElement('canvas'));
  }
  connectedMoveCallback() {}
  frMorph() { this.merged += 1; }
})"""
SWAP = "html => document.getElementById('fr-app').formrerun.htmx.swap({ text: html, target: '#fr-root', swap: 'innerMorph', sourceElement: document.getElementById('fr-root') })"


@dataclass(frozen=True)
class Kind:
    """A field: its markup with a revision and a value, and what it shows."""

    name: str
    markup: str
    default: str
    draft: str
    push: str
    empty: str
    shown: str

    def __str__(self) -> str:
        return self.name

    def html(self, rev: int = 1, value: str | None = None, id_: str = "one", **attributes: str) -> str:
        """Return the field as the server would write it."""
        more = "".join(f' {name}="{text}"' for name, text in attributes.items())
        return self.markup.format(id=id_, rev=rev, value=self.default if value is None else value, more=more)


FILE = Kind(
    "file", '<input type="file" id="{id}" name="fr-file" form="fr-page" data-fr-rev="{rev}"{more}>',
    "", "notes.txt", "", "", "el => [...el.files].map(file => file.name).join()",
)  # fmt: skip
EDITABLE = Kind(
    "editable", '<div contenteditable id="{id}" data-fr-rev="{rev}"{more}>{value}</div>',
    "edit me", "edit me more", "from the server", "", "el => el.textContent",
)  # fmt: skip
SHADOW = Kind(
    "component", '<x-shadow id="{id}" data-fr-island data-fr-rev="{rev}" data-fr-value=\'"{value}"\'{more}></x-shadow>',
    "shadow", "typed", "from the server", "", "el => el.value",
)  # fmt: skip
KINDS = [FILE, EDITABLE, SHADOW]


@pytest.fixture(params=KINDS, ids=str)
def kind(request):
    return request.param


@fr.page
def blank(token):
    """A page to swap into."""
    fr.text("blank")


class Merge:
    """A page whose root is replaced by hand."""

    def __init__(self, page: Any) -> None:
        self.page = page
        page.evaluate(COMPONENT)

    def swap(self, html: str) -> None:
        """Merge markup into the root."""
        self.page.evaluate(SWAP, html)

    def edit(self, kind: Kind) -> None:
        """Do what a person does to a field."""
        field = self.page.locator("#one")
        if kind is FILE:
            field.set_input_files([{"name": "notes.txt", "mimeType": "text/plain", "buffer": b"text"}])
        elif kind is EDITABLE:
            field.click()
            self.page.keyboard.press("End")
            self.page.keyboard.type(" more")
        else:
            field.locator("input").fill("typed")

    def shown(self, kind: Kind, id_: str = "one") -> str:
        """Return what a field shows."""
        return self.page.locator(f"#{id_}").evaluate(kind.shown)


@pytest.fixture(params=["moveBefore", "insertBefore"])
def merge(request, page, visit):
    visit(blank)
    if request.param == "insertBefore":
        page.evaluate(WITHOUT_MOVE)
    return Merge(page)


# ------------------------------------------------------------------------------------------ edits


def test_edit_survives_whatever_happens_around_it(merge, kind):
    merge.swap(f"<p>before</p>{kind.html()}<p>after</p>")
    assert merge.shown(kind) == kind.default
    merge.edit(kind)
    merge.page.evaluate("window.node = document.getElementById('one')")
    for html in (
        f"<p>unchanged but for this</p>{kind.html()}<p>after</p>",
        f"<p>two</p><p>blocks</p><h2>above</h2>{kind.html()}",
        f"<section><div>{kind.html()}</div></section><p>in containers</p>",
        f'<input id="two" name="fr-two" data-fr-rev="1" value=""><div id="three"></div>{kind.html()}',
        f'<div id="three">{kind.html(title="an attribute more")}</div><input id="two" name="fr-two" data-fr-rev="1" value="">',
        kind.html(),
    ):
        merge.swap(html)
        assert merge.shown(kind) == kind.draft
    assert merge.page.evaluate("node === document.getElementById('one')")


def test_server_wins_over_an_edit(merge, kind):
    merge.swap(kind.html())
    merge.edit(kind)
    merge.swap(kind.html(2, kind.push))
    assert merge.shown(kind) == kind.push


def test_server_empties_an_edited_field(merge, kind):
    merge.swap(kind.html())
    merge.edit(kind)
    merge.swap(kind.html(2, kind.empty))
    assert merge.shown(kind) == kind.empty


def test_server_sets_the_value_that_was_there_before_the_edit(merge, kind):
    merge.swap(kind.html())
    merge.edit(kind)
    merge.swap(kind.html(2))
    assert merge.shown(kind) == kind.default


def test_server_changes_an_untouched_field(merge, kind):
    merge.swap(kind.html())
    merge.swap(kind.html(2, kind.push))
    assert merge.shown(kind) == kind.push


def test_another_identity_starts_at_its_default(merge, kind):
    merge.swap(kind.html())
    merge.edit(kind)
    merge.swap(kind.html(id_="another"))
    assert merge.shown(kind, "another") == kind.default


def test_focus_stays(merge, kind):
    merge.swap(f"<p>before</p>{kind.html()}")
    merge.page.locator("#one").focus()
    merge.page.evaluate(
        "() => { window.heard = []; for (const type of ['blur', 'focus', 'change']) document.getElementById('one').addEventListener(type, () => heard.push(type)) }"
    )
    merge.swap(f"<p>after</p><p>more</p><div>{kind.html(title='new')}</div>")
    assert merge.page.evaluate("[document.activeElement.id, heard]") == ["one", []]


# ------------------------------------------------------------------------------------------ the editable block


def test_caret_in_an_editable_block_stays(merge):
    merge.swap(f"<p>before</p>{EDITABLE.html()}")
    merge.page.locator("#one").click()
    merge.page.keyboard.press("Home")
    merge.page.keyboard.type("ab")
    merge.swap(f"<p>another text</p>{EDITABLE.html()}")
    merge.page.keyboard.type("c")
    assert merge.shown(EDITABLE) == "abcedit me"


def test_composition_in_an_editable_block_survives_and_a_push_waits(page, visit):
    visit(blank)
    merge = Merge(page)
    merge.swap(f"<p>before</p>{EDITABLE.html()}")
    ime = page.context.new_cdp_session(page)
    page.locator("#one").click()
    page.keyboard.press("End")
    ime.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    merge.swap(f"<p>after</p>{EDITABLE.html(title='new')}")
    assert merge.shown(EDITABLE) == "edit meにほ"
    merge.swap(f"<p>after</p>{EDITABLE.html(2, 'from the server')}")
    assert merge.shown(EDITABLE) == "edit meにほ"
    ime.send("Input.insertText", {"text": "日本"})
    expect(page.locator("#one")).to_have_text("from the server")


# ------------------------------------------------------------------------------------------ components


def test_component_keeps_its_children_and_hears_of_new_markup(merge):
    merge.swap(f"<p>before</p>{SHADOW.html()}")
    merge.page.evaluate("window.canvas = document.querySelector('#one canvas')")
    merge.swap(f"<p>after</p>{SHADOW.html(title='a new attribute')}")
    assert merge.page.evaluate("canvas.isConnected && canvas.parentElement.id === 'one'")
    assert merge.page.locator("#one").get_attribute("title") == "a new attribute"
    assert merge.page.locator("#one").evaluate("el => [el.connected, el.merged]") == [1, 1]


# ------------------------------------------------------------------------------------------ what opens and closes

DIALOG = '<dialog id="one" data-fr-rev="{rev}"><input id="two" name="fr-two" data-fr-rev="1" value=""></dialog><button id="three" type="button">Page</button>'


def test_modal_dialog_stays_open_until_the_server_closes_it(merge):
    page = merge.page
    merge.swap(f"<p>before</p>{DIALOG.format(rev=1)}")
    page.evaluate("document.getElementById('one').showModal()")
    page.locator("#two").fill("typed in the dialog")
    merge.swap(f"<p>after</p><p>more</p>{DIALOG.format(rev=1)}")
    assert page.evaluate("document.getElementById('one').matches(':modal')")
    assert page.locator("#two").input_value() == "typed in the dialog"
    assert page.evaluate("document.activeElement.id") == "two"
    merge.swap(f"<p>after</p>{DIALOG.format(rev=2)}")
    assert not page.evaluate("document.getElementById('one').open")
    page.locator("#three").click()  # the page behind it is not inert


def test_closed_dialog_stays_closed(merge):
    merge.swap(DIALOG.format(rev=1))
    merge.page.evaluate("document.getElementById('one').showModal()")
    merge.page.keyboard.press("Escape")
    merge.swap(f"<p>before</p>{DIALOG.format(rev=1)}")
    assert not merge.page.evaluate("document.getElementById('one').open")


def test_details_follow_the_person_until_the_server_sets_them(merge):
    closed = '<details id="one" data-fr-rev="{}"><summary>More</summary>text</details>'
    merge.swap(closed.format(1))
    merge.page.locator("summary").last.click()
    merge.swap(f"<p>before</p>{closed.format(1)}")
    assert merge.page.evaluate("document.getElementById('one').open")
    merge.swap(closed.format(2))
    assert not merge.page.evaluate("document.getElementById('one').open")


def test_attributes_of_the_browsers_own_stay_until_the_server_sets_them(merge):
    panel = '<div id="one" data-fr-rev="{}" data-fr-own="hidden aria-busy" hidden>text</div>'
    merge.swap(panel.format(1))
    merge.page.evaluate("document.getElementById('one').hidden = false")
    merge.swap(f"<p>before</p>{panel.format(1)}")
    assert merge.page.locator("#one").is_visible()
    merge.swap(panel.format(2))
    assert not merge.page.locator("#one").is_visible()


def test_part_that_is_said_to_be_the_same_is_left_alone(merge):
    merge.swap('<p>before</p><div id="one"><b id="two">what stands there</b></div>')
    merge.page.evaluate("window.node = document.getElementById('two')")
    merge.swap('<div id="one" data-fr-same></div><p>moved</p>')
    assert merge.page.evaluate("node.isConnected && node.textContent") == "what stands there"
