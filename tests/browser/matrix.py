"""A driver for the page that draws every kind of field: see ``tests/kinds.py`` and ``tests/pages_matrix.py``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from tests import kinds
from tests.browser import settled

KINDS = [kind for kind in kinds.KINDS if kind.edits]
ALL = [str(kind) for kind in KINDS]
#: The key that the form's button has of its own.
GO = "FormSubmitter-f-Go"
EDITS = {str(kind): kind.edits for kind in KINDS}

#: What a field shows: of one with several parts a list, of a box whether it is checked. A component must show what the
#: select inside it sends.
SHOWN = """box => {
  const fields = [...box.querySelectorAll('input, select, textarea')].filter(el => el.name.startsWith('fr-'));
  const one = fields[0];
  if (one.closest('fr-select')) {
    const shown = [...box.querySelectorAll('.item .fr-select-text')].map(el => el.textContent);
    const sent = [...one.selectedOptions].map(option => option.value);
    return shown.join() !== sent.join() ? { shown, sent } : one.multiple ? shown : shown[0] ?? '';
  }
  if (one.type === 'checkbox') return one.checked;
  if (one.type === 'radio') return fields.find(el => el.checked)?.value ?? null;
  return fields.length > 1 ? fields.map(el => el.value) : one.value;
}"""
#: What a person does to a field depends on what it is: "choose" and "choose several" of a list that is searched,
#: "check" a box, "pick" a radio button, "select" an option, or "fill" in.
HOW = """box => {
  const el = [...box.querySelectorAll('input, select, textarea')].find(el => el.name.startsWith('fr-'));
  if (el.closest('fr-select')) return el.multiple ? 'choose several' : 'choose';
  return { checkbox: 'check', radio: 'pick', 'select-one': 'select' }[el.type] ?? 'fill';
}"""
ALL_SHOWN = f"selectors => selectors.map(selector => ({SHOWN})(document.querySelector(selector)))"
#: Makes the document that of a browser without ``moveBefore()``, where a field that moves loses its focus.
WITHOUT_MOVE = "for (const type of [Element, DocumentFragment, Document]) delete type.prototype.moveBefore"


class Matrix:
    """
    The page of one test.

    Parameters
    ----------
    page
        The browser's tab.
    live
        The server's address.
    names
        The fields of its form.
    moves
        False for a browser without ``moveBefore()``.
    scenario
        What else it begins with; see :class:`tests.pages_matrix.Scenario`.
    """

    def __init__(self, page: Any, live: str, names: Sequence[str], moves: bool = True, **scenario: Any) -> None:
        self.page, self.names, self.generation = page, list(names), ""
        token = uuid4().hex[:12]
        self.address, self.url = f"{live}/tm/{token}/control/", f"/tm/{token}/matrix/"
        self.control(kinds=self.names, **scenario)
        page.goto(self.url)
        if not moves:
            page.evaluate(WITHOUT_MOVE)

    # --------------------------------------------------------------------------------------------- the server's side

    def control(self, **changes: Any) -> dict[str, Any]:
        """Change the scenario; what runs next sees it."""
        self.generation = changes.get("generation", self.generation)
        body = json.dumps(changes).encode() if changes else None
        with urlopen(Request(self.address, body)) as answer:
            return json.load(answer)

    def put(self, shown: dict[str, Any]) -> None:
        """Let the next run set fields through session_state, to what they shall show."""
        self.control(put=self.python(shown))

    def forget(self) -> None:
        """Delete the tab's record, as its expiry would."""
        self.control(forget=self.page.locator("#fr-app").get_attribute("data-fr-tab"))

    @property
    def runs(self) -> int:
        """How often the page has run."""
        return self.control()["runs"]

    @property
    def got(self) -> dict[str, Any]:
        """What the fields were in the last run."""
        return self.control()["log"][-1]["values"]

    # -------------------------------------------------------------------------------------------- the browser's side

    def box(self, name: str) -> Any:
        """Return what is around a field."""
        return self.page.locator(f".st-key-{name}{self.generation}")

    def control_of(self, name: str) -> Any:
        """Return the field itself; the first one of several parts."""
        if self.how(name).startswith("choose"):
            return self.box(name).get_by_role("combobox")
        return self.box(name).locator("input, textarea, select").first

    def how(self, name: str) -> str:
        """Return what a person does to a field."""
        return self.box(name).evaluate(HOW)

    def shown(self, name: str) -> Any:
        """Return what a field shows."""
        return self.box(name).evaluate(SHOWN)

    def all_shown(self) -> dict[str, Any]:
        """Return what the fields show."""
        selectors = [f".st-key-{name}{self.generation}" for name in self.names]
        return dict(zip(self.names, self.page.evaluate(ALL_SHOWN, selectors), strict=True))

    def all(self, value: str) -> dict[str, Any]:
        """Return one value of every field, as "draft"."""
        return {name: getattr(EDITS[name], value) for name in self.names}

    def python(self, shown: dict[str, Any]) -> dict[str, Any]:
        """Return what the page function gets of fields that show this."""
        return {name: EDITS[name].python(value) for name, value in shown.items()}

    def edit(self, name: str, value: Any) -> None:
        """Do what a person does to a field."""
        box, how = self.box(name), self.how(name)
        if how == "check":
            box.locator("input").set_checked(value)
        elif how == "pick":
            box.locator(f"input[value={json.dumps(value)}]").check()
        elif how == "select":
            box.locator("select").select_option(value)
        elif how == "choose":
            self._choose(box, value)
        elif how == "choose several":
            for option in self.shown(name):
                if option not in value:
                    box.get_by_role("button", name=f"Remove {option}").click()
            for option in value:
                if option not in self.shown(name):
                    self._choose(box, option)
            self.page.keyboard.press("Escape")
        elif isinstance(value, list):
            for place, part in enumerate(value):
                box.locator("input").nth(place).fill(part)
        else:
            self.control_of(name).fill(value)

    def _choose(self, box: Any, option: str) -> None:
        """Search for an option and take it."""
        box.get_by_role("combobox").click()
        self.page.keyboard.type(option)
        box.locator(".option.active", has_text=option).wait_for()
        self.page.keyboard.press("Enter")

    def edit_all(self, value: str = "draft") -> dict[str, Any]:
        """Edit every field; return what they show now."""
        values = self.all(value)
        for name, wanted in values.items():
            self.edit(name, wanted)
        return values

    def press(self, key: str) -> None:
        """Click a button without moving the focus to it, as a shortcut or another tab's news would."""
        self.page.evaluate("key => document.querySelector(`.st-key-${CSS.escape(key)} button`).click()", key)

    def rerun(self) -> None:
        """Press the button outside of the form; exactly one run must come of it."""
        self.once("other")

    def submit(self) -> None:
        """Press the form's button; exactly one run must come of it."""
        self.once(GO)

    def once(self, key: str) -> None:
        """Press a button; exactly one run must come of it."""
        before = self.runs
        self.press(key)
        settled(self.page)
        assert self.runs == before + 1
