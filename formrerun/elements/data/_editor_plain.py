"""An editor without JavaScript: the rows of one page as inputs, and what they post."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from formrerun.elements.data._editor_rules import Rule
from formrerun.exceptions import NotOffered

#: Rows of a page.
PLAIN = 10
#: What stands in front of what is no cell.
MARK = "\u2063"
_NEW = "+"

# ------------------------------------------------------------------------------------------------ what is posted


def merged(posted: Sequence[str], rules: Sequence[Rule], data: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """
    Return what was changed with what the inputs say, and the first row of the page that is asked for, "" for none.

    Each row begins with its name and the texts that its cells had; a text that is another one is a change.

    Raises
    ------
    NotOffered
        If it is not the inputs of an editor.
    """
    columns = [rule for rule in rules if rule.editable]
    edited = {name: dict(row) for name, row in data["edited_rows"].items()}
    added: dict[str, dict[str, Any] | None] = {f"{_NEW}{at}": dict(row) for at, row in enumerate(data["added_rows"])}
    deleted = dict.fromkeys(map(str, data["deleted_rows"]))
    page, at = "", 0
    while at < len(posted):
        text = posted[at]
        at += 1
        if text.startswith(f"{MARK}p"):
            page = text[2:] if text[2:].isdecimal() and len(text) < 12 else ""
            continue
        name, shown = _head(text)
        cells = posted[at : at + len(shown)]
        at += len(shown)
        if len(shown) != len(columns) or len(cells) != len(shown):
            raise NotOffered
        gone = at < len(posted) and posted[at] == f"{MARK}d"
        at += gone
        changes = {
            rule.name: typed(rule, cell)
            for rule, cell, before in zip(columns, cells, shown, strict=True)
            if cell != before
        }
        if name == _NEW:
            if changes:
                defaults = {rule.name: rule.default for rule in columns if rule.default is not None}
                added[name] = {**defaults, **changes}
        elif name.startswith(_NEW):
            added[name] = None if gone else {**(added.get(name) or {}), **changes}
        else:
            deleted.pop(name, None)
            if gone:
                deleted[name] = None
            elif changes:
                edited[name] = {**edited.get(name, {}), **changes}
    made = {
        "edited_rows": edited,
        "added_rows": [row for row in added.values() if row is not None],
        "deleted_rows": list(deleted),
    }
    return made, page


def _head(text: str) -> tuple[str, list[str]]:
    """Return the name of a row and the texts that its cells had."""
    try:
        head = json.loads(text[2:]) if text.startswith(f"{MARK}r") else None
    except (ValueError, RecursionError):
        head = None
    match head:
        case [str(name), list(shown)] if all(isinstance(one, str) for one in shown):
            return name, shown
    raise NotOffered


def typed(rule: Rule, text: str) -> Any:
    """Return a text of an input as the browser's script would say it; what is no value stays a text."""
    bare = text.strip()
    if rule.options is not None and rule.kind != "list":
        return next((option for option in rule.options if str(option) == text), None if not bare else text)
    if rule.kind == "text" or not bare:
        return text if rule.kind == "text" else None
    if rule.kind == "bool":
        return {"true": True, "false": False}.get(bare, bare)
    if rule.kind == "list":
        return [part.strip() for part in bare.split(",") if part.strip()]
    if rule.kind == "int" and len(bare) < 16 and bare.lstrip("+-").isdecimal() and bare.isascii():
        return int(bare) if bare.count("-") + bare.count("+") < 2 else bare
    if rule.kind in ("float", "duration") and len(bare) < 100:
        try:
            return float(bare.replace(",", "."))
        except ValueError:
            return bare
    return bare.replace(",", ".") if rule.kind == "decimal" else bare.replace("T", " ")


# ------------------------------------------------------------------------------------------------ what is shown


def plain_rows(
    rules: Sequence[Rule],
    values: Sequence[Sequence[Any]],
    names: Sequence[str],
    first: int,
    changes: Mapping[str, Any],
    *,
    attributes: str,
    mode: str,
) -> SafeString:
    """
    Return the rows of a page as HTML.

    Parameters
    ----------
    values, names
        The cells of each row, and its name.
    first
        The place of the first of them.
    changes
        What was changed, by the names of rows.
    attributes
        What each input has: its name and its form.
    """
    deletes, adds = mode in ("dynamic", "delete"), mode in ("dynamic", "add")
    rows = []
    for at, (cells, name) in enumerate(zip(values, names, strict=True)):
        row = changes["edited_rows"].get(name, {})
        now = [row.get(rule.name, cell) for rule, cell in zip(rules, cells, strict=True)]
        gone = name in set(map(str, changes["deleted_rows"]))
        rows.append(_row(rules, now, name, str(first + at + 1), attributes, deletes, gone))
    for at, row in enumerate(changes["added_rows"]):
        now = [row.get(rule.name) for rule in rules]
        rows.append(_row(rules, now, f"{_NEW}{at}", _("new row %d") % (at + 1), attributes, True, False))
    if adds:
        rows.append(_row(rules, [rule.default for rule in rules], _NEW, _("new row"), attributes, False, False))
    return mark_safe("".join(rows))


def _row(
    rules: Sequence[Rule], cells: Sequence[Any], name: str, called: str, attributes: str, deletes: bool, gone: bool
) -> str:
    texts = [_text(rule, cell) for rule, cell in zip(rules, cells, strict=True)]
    shown = [text for rule, text in zip(rules, texts, strict=True) if rule.editable]
    head = escape(f"{MARK}r{json.dumps([name, shown], ensure_ascii=False)}")
    made = [f'<input type="hidden" {attributes} value="{head}">']
    for rule, text in zip(rules, texts, strict=True):
        made.append(f"<td>{_control(rule, text, called, attributes) if rule.editable else escape(text)}</td>")
    if deletes:
        label = escape(_("Delete row %s") % called)
        box = f'<input type="checkbox" {attributes} value="{MARK}d" aria-label="{label}"{" checked" if gone else ""}>'
        made.append(f"<td>{box}</td>")
    first, *others = made
    return f"<tr>{others[0].replace('<td>', f'<td>{first}', 1)}{''.join(others[1:])}</tr>" if others else ""


def _text(rule: Rule, value: Any) -> str:
    if value is None:
        return ""
    if rule.kind == "bool" and isinstance(value, bool):
        return "true" if value else "false"
    if rule.kind == "list":
        items = json.loads(value) if isinstance(value, str) and value.startswith("[") else value
        return ", ".join(map(str, items)) if isinstance(items, list) else str(items)
    return str(value)


def _control(rule: Rule, text: str, called: str, attributes: str) -> str:
    label = escape(f"{rule.label}, {called}")
    given = f'{attributes} aria-label="{label}"'
    choices: Sequence[Any] | None = None
    if rule.kind == "bool":
        choices = ["true", "false"]
    elif rule.options is not None and rule.kind != "list":
        choices = list(map(str, rule.options))
    if choices is not None:
        offered = [*([] if text and text in choices and rule.required else [""]), *choices]
        offered += [text] if text not in offered else []
        options = "".join(
            f'<option value="{escape(one)}"{" selected" if one == text else ""}>{escape(one)}</option>'
            for one in offered
        )
        return f"<select {given}>{options}</select>"
    if "\n" in text:
        return f"<textarea {given}>\n{escape(text)}</textarea>"
    return f'<input type="text" {given} value="{escape(text)}">'


__all__ = ["MARK", "PLAIN", "merged", "plain_rows"]
