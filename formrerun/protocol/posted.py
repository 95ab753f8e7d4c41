"""One POST as it came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from formrerun.conf import settings
from formrerun.exceptions import BadSubmission
from formrerun.protocol.names import PROTOCOL, WIDGET_PREFIX, FormField, sanitized_name, sanitized_text

if TYPE_CHECKING:
    from formrerun.protocol.record import Record


@dataclass(kw_only=True)
class PostData:
    """
    One POST as it came in; nothing in it is trusted.

    Attributes
    ----------
    tab
        The tab's id.
    id
        The submission id: the same for every retry.
    shown_run
        The number of the last complete page that the browser shows; 0 if it shows part of one.
    shown_birth
        The mark of the record that page came from.
    form
        The form that was submitted, "" for a widget outside any.
    trigger
        The id of the button, or None.
    fields
        Widget id to the values posted under its name.
    seqs
        Widget id to the sequence number of its change, for widgets outside a form; None in a plain form.
    kind
        "submit"; "refresh" for "show me the page again", "rerun" for "run it anew"; "stop" for "end the run of that
        id".
    fragment
        For "rerun": the fragment that shall run; "" for the page.
    also
        More buttons pressed at once; no browser does that, AppTest may.
    lenient
        A value that needs a correction is taken as Streamlit takes it, whose AppTest knows no validation.
    """

    tab: str
    id: str = ""
    shown_run: int = 0
    shown_birth: str = ""
    form: str = ""
    trigger: str | None = None
    fields: dict[str, list[str]] = field(default_factory=dict)
    seqs: dict[str, int] | None = None
    kind: str = "submit"
    fragment: str = ""
    protocol: int = PROTOCOL
    also: tuple[str, ...] = ()
    lenient: bool = False

    @classmethod
    def from_json(cls, data: Any) -> PostData:
        """
        Return what the script sent.

        Raises
        ------
        BadSubmission
            If it has another shape than the script gives it.
        """
        if not isinstance(data, dict):
            raise BadSubmission("The submission is not an object.")
        fields = data.get("fields", {})
        seqs = data.get("seqs", {})
        trigger = data.get("trigger") or None
        texts = [data.get(name, "") for name in ("tab", "id", "have", "form", "kind", "fragment")]
        if not all(isinstance(text, str) and len(text) <= 200 for text in texts) or not isinstance(
            trigger, (str, type(None))
        ):
            raise BadSubmission("The submission has a part of the wrong type.")
        texts = list(map(sanitized_name, texts))
        if not isinstance(fields, dict) or len(fields) > settings.MAX_FIELDS:
            raise BadSubmission(f"The submission has more than {settings.MAX_FIELDS} fields, or none.", status=413)
        for values in fields.values():
            if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                raise BadSubmission("A field of the submission is not a list of texts.")
        if not isinstance(seqs, dict) or not all(type(seq) is int and 0 <= seq < 2**53 for seq in seqs.values()):
            raise BadSubmission("The sequence numbers of the submission are not numbers.")
        fields = {name: list(map(sanitized_text, values)) for name, values in fields.items()}
        birth, _dash, run = texts[2].partition("-")
        protocol = data.get("v", PROTOCOL)
        return cls(
            tab=texts[0], id=texts[1], shown_run=_number(run), shown_birth=birth, form=texts[3], trigger=trigger,
            fields=fields, seqs=seqs, kind=texts[4] or "submit", fragment=texts[5],
            protocol=protocol if type(protocol) is int else 0,
        )  # fmt: skip

    @classmethod
    def from_form(cls, data: Mapping[str, Sequence[str]]) -> PostData:
        """
        Return what a plain form sent.

        Parameters
        ----------
        data
            Name to values.

        Raises
        ------
        BadSubmission
            If the last field of the form is missing, for then the post was cut off and the boxes that seem unchecked
            may not be.
        """

        def own(name: str) -> str:
            values = data.get(name) or [""]
            return sanitized_name(values[-1][:200])

        if not own(FormField.END):
            raise BadSubmission(_("The form arrived incomplete; nothing of it was applied. Send it again."))
        birth, _dash, run = own(FormField.HAVE).partition("-")
        # Anything else is no widget's: Django's token, what a template or an extension of the browser adds.
        fields = {n: list(map(sanitized_text, values)) for n, values in data.items() if n.startswith(WIDGET_PREFIX)}
        return cls(
            tab=own(FormField.TAB), id=own(FormField.ID), shown_run=_number(run), shown_birth=birth,
            form=own(FormField.FORM), trigger=own(FormField.TRIGGER) or None, fields=fields, seqs=None,
        )  # fmt: skip

    @property
    def interrupts(self) -> bool:
        """True if the run before it may end for its sake: only what a person does to the whole page (decision 6)."""
        return self.kind == "submit"

    def has(self, record: Record) -> bool:
        """Return True if the browser shows the page that the record last gave out."""
        return bool(self.shown_run) and self.shown_run == record.snapshot.run and self.shown_birth == record.birth

    @cached_property
    def fingerprint(self) -> str:
        """What tells a repeat from a new submission: an edited form is new under its old id too (decision 11)."""
        made = blake2b(digest_size=16)
        for part in (self.id, self.form, self.trigger or ""):
            made.update(part.encode("utf-8", "surrogatepass") + b"\x1f")
        for name in sorted(self.fields):
            for value in (name, *self.fields[name]):
                made.update(value.encode("utf-8", "surrogatepass") + b"\x1f")
            made.update(b"\x1e")
        return made.hexdigest()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
