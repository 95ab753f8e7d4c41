"""One POST as it came in: read within bounds, and not judged."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.exceptions import BadSubmission
from formrerun.protocol.names import PROTOCOL, WIDGET_PREFIX, FormField, sanitized_name
from formrerun.utils.texts import sanitized_text

if TYPE_CHECKING:
    from formrerun.protocol.record import Record

logger = logging.getLogger("formrerun.submission")


@dataclass(kw_only=True)
class PostData:
    """
    One POST as it came in; nothing in it is trusted.

    Attributes
    ----------
    tab
        The tab's id.
    id
        The submission's id: the same for every retry; "" if the browser sent none.
    shown_run
        The number of the run whose complete page the browser shows; 0 while it shows a frame.
    shown_birth
        The four characters of that page's record; "" while the browser shows a frame.
    seen_run
        The number of the run whose complete page it showed when the submission was made, perhaps an earlier one: it may
        have waited for others in the browser. 0 if that was a frame, or the page of another record.
    form
        The HTML id of the form that was submitted; "" for widgets outside of forms.
    trigger
        The id of the button, or None.
    fields
        Widget id to the values posted under its name.
    seqs
        Widget id to the sequence number of its change, for widgets outside a form; None in a plain form.
    kind
        "submit": apply the fields, run the page; "refresh": show the page again, run nothing; "rerun": run it, or a
        fragment, without applying anything; "stop": end the run of the submission of this id; "options": tell some of
        the options of the field ``trigger``; "find": draw the page with those that were looked for there;
        "preview": draw a form with what is typed into it, without applying anything.
    fragment
        For "rerun": the fragment that shall run; "" for the page.
    confirmed
        What says that a person has agreed to what the button asks; "" if nobody has.
    dialogs
        Of a run that nobody asked for: the fragments of open dialogs, which it must not close.
    moved
        True if the page runs because the person went back or forward, to another query of its address.
    protocol
        The number of the protocol that the sender speaks; 0 if it is no number.
    also
        Ids of more buttons that were pressed at once: AppTest can do that, no browser can.
    lenient
        True if values are taken without validation: Streamlit's AppTest has none, and so has ours.
    """

    tab: str
    id: str = ""
    shown_run: int = 0
    shown_birth: str = ""
    seen_run: int = 0
    form: str = ""
    trigger: str | None = None
    fields: dict[str, list[str]] = field(default_factory=dict)
    seqs: dict[str, int] | None = None
    kind: str = "submit"
    fragment: str = ""
    confirmed: str = ""
    dialogs: frozenset[str] = frozenset()
    moved: bool = False
    protocol: int = PROTOCOL
    also: tuple[str, ...] = ()
    lenient: bool = False

    @classmethod
    def from_json(cls, data: Any) -> PostData:
        """
        Return what the script sent.

        Parameters
        ----------
        data
            The decoded JSON; the keys stand in ``docs/protocol.md``.

        Raises
        ------
        BadSubmission
            If it has another shape than the script gives it (400), or more than MAX_FIELDS fields (413).
        """
        if not isinstance(data, dict):
            raise _unreadable("it is not an object")
        fields = data.get("fields", {})
        seqs = data.get("seqs", {})
        trigger = data.get("trigger") or ""
        texts = [data.get(name, "") for name in ("tab", "id", "have", "form", "kind", "fragment", "seen", "confirmed")]
        if not all(isinstance(text, str) and len(text) <= 200 for text in (*texts, trigger)):
            raise _unreadable("a part of it is no text, or too long for one")
        dialogs = data.get("dialogs", [])
        if not isinstance(dialogs, list) or not all(isinstance(text, str) for text in dialogs):
            raise _unreadable("its dialogs are not a list of texts")
        texts = list(map(sanitized_name, texts))
        if trigger and not sanitized_name(trigger):
            raise _unreadable("no button has such an id")
        trigger, _blank, confirmed = trigger.partition(" ")
        if not isinstance(fields, dict):
            raise _unreadable("its fields are not an object")
        if len(fields) > settings.MAX_FIELDS:
            logger.info(
                "A submission was refused: it has %s fields, MAX_FIELDS is %s.", len(fields), settings.MAX_FIELDS
            )
            raise BadSubmission(_("This is more than the server takes at once."), status=413)
        for values in fields.values():
            if not isinstance(values, list):
                raise _unreadable("a field is not a list of texts")
            for value in values:
                if not isinstance(value, str):
                    raise _unreadable("a field is not a list of texts")
        if not isinstance(seqs, dict) or not all(type(seq) is int and 0 <= seq < 2**53 for seq in seqs.values()):
            raise _unreadable("its sequence numbers are not numbers")
        fields = {name: list(map(sanitized_text, values)) for name, values in fields.items()}
        birth, _dash, run = texts[2].partition("-")
        seen_birth, _dash, seen_run = (texts[6] if "seen" in data else texts[2]).partition("-")
        protocol = data.get("v", PROTOCOL)
        return cls(
            tab=texts[0], id=texts[1], shown_run=_number(run), shown_birth=birth,
            seen_run=_number(seen_run) if birth in ("", seen_birth) else 0, form=texts[3], trigger=trigger or None,
            fields=fields, seqs=seqs, kind=texts[4] or "submit", fragment=texts[5],
            confirmed=confirmed or texts[7], dialogs=frozenset(dialogs), moved=data.get("moved") is True,
            protocol=protocol if type(protocol) is int else 0,
        )  # fmt: skip

    @classmethod
    def from_form(cls, data: Mapping[str, Sequence[str]]) -> PostData:
        """
        Return what a plain form sent.

        Parameters
        ----------
        data
            Name to values, of all fields of the form.

        Raises
        ------
        BadSubmission
            If the last field of the form is missing: the post was cut off, and a box that seems unchecked may be one
            whose field got lost.
        """

        def own(name: str) -> str:
            values = data.get(name) or [""]
            return sanitized_name(values[-1][:200])

        if not own(FormField.END):
            raise BadSubmission(_("The form arrived incomplete; nothing of it was applied. Send it again."))
        birth, _dash, run = own(FormField.HAVE).partition("-")
        finds = own(FormField.FIND).partition(" ")
        trigger, _blank, confirmed = own(FormField.TRIGGER).partition(" ")
        # No other field is a widget's: Django's token, what a template or an extension of the browser adds.
        fields = {n: list(map(sanitized_text, values)) for n, values in data.items() if n.startswith(WIDGET_PREFIX)}
        if finds[0]:
            looked_for = data.get(f"{FormField.FIND}-{finds[0]}") or [""]
            fields["find"] = [sanitized_text(looked_for[-1]), finds[2]]
        return cls(
            tab=own(FormField.TAB), id=own(FormField.ID), shown_run=_number(run), shown_birth=birth,
            seen_run=_number(run), form=own(FormField.FORM), trigger=finds[0] or trigger or None,
            fields=fields, seqs=None, confirmed=confirmed,
            kind="find" if finds[0] else "preview" if own(FormField.PREVIEW) else "submit",
        )  # fmt: skip

    @property
    def interrupts(self) -> bool:
        """True if the run before it may end for its sake: if a person did something, not a timer (decision 6)."""
        return self.kind == "submit"

    def has(self, record: Record) -> bool:
        """Return True if the browser shows the page that the record last gave out."""
        return bool(self.shown_run) and self.shown_run == record.snapshot.run and self.shown_birth == record.birth

    @cached_property
    def fingerprint(self) -> str:
        """
        What tells a repeat from a new submission: a hash of id, form, button and fields, in hexadecimal digits. So an
        edited form is a new submission under its old id too (decision 11).
        """
        fields = ["\x1f".join((name, *self.fields[name], "\x1e")) for name in sorted(self.fields)]
        told = "\x1f".join((self.id, self.form, self.trigger or "", "".join(fields)))
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _unreadable(why: str) -> BadSubmission:
    """Return the error for what no script of ours sends, in words for people; the log says what is wrong with it."""
    logger.info("A submission was refused: %s.", why)
    return BadSubmission(_("The submission could not be read."))


def _number(text: str) -> int:
    """Return a number of at most 15 decimal digits; 0 for every other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
