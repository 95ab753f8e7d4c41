"""
Every name on the wire: HTTP headers, fields of plain forms, query parameters, and what ids begin with.

``docs/protocol.md`` says what each of them means, who writes it and who reads it; a test compares the two. Names of
``data-fr-…`` attributes stand in the templates and scripts that write and read them.
"""

from __future__ import annotations

from formrerun.engine.fragments import PREFIX as FRAGMENT_PREFIX
from formrerun.engine.keys import FORM as FORM_PREFIX
from formrerun.engine.keys import PAGE_FORM
from formrerun.engine.keys import WIDGET as WIDGET_PREFIX

#: The number of the wire protocol; raised when a script and a server of two releases would misunderstand each other.
PROTOCOL = 2
#: Since this number the script makes the places of messages and hints; for one before it the page draws them all.
PLACES_MADE = 2


class Header:
    """HTTP headers of ours: the first come with what the script sends, the others with an answer."""

    TAB = "FR-Tab"  # the tab's id
    KIND = "FR-Kind"  # "submit", "refresh", "rerun" or "stop"
    ID = "FR-Id"  # the submission's id
    ZONE = "FR-Zone"  # the browser's timezone

    FIELD = "FR-Field"  # of a file that is uploaded: the widget's id
    NAME = "FR-Name"  # its name, percent-encoded
    TYPE = "FR-Type"  # its type, percent-encoded
    SIZE = "FR-Size"  # its bytes
    PART = "FR-Part"  # what was answered to the part of it before this one

    RUN = "FR-Run"  # the page's token, "<birth>-<run>"; without it the body is no page
    BASE = "FR-Base"  # the page or frame to which the body is the difference
    HELD = "FR-Held"  # "1": a run that nobody asked for would have closed a dialog; it did not happen
    INTERRUPTED = "FR-Interrupted"  # "1": a newer submission has ended this run, and draws the page
    FAILED = "FR-Failed"  # "1": the page raised
    MESSAGE = "FR-Message"  # a notice above the page, percent-encoded
    LOCATION = "FR-Location"  # the address to go to once the page is applied
    QUERY = "FR-Query"  # the page's query parameters, for the address; empty for none
    ICON = "FR-Icon"  # the browser tab's icon, if it is another one
    RELOAD = "FR-Reload"  # "1": the script is of another release than the server


class FormField:
    """Hidden fields of a plain form, beside those of its widgets."""

    PREFIX = "_fr_"
    TAB = "_fr_tab"  # the tab's id
    HAVE = "_fr_have"  # the token of the page that the form stands in
    ID = "_fr_id"  # the submission's id, made with the page
    FORM = "_fr_form"  # the HTML id of the form
    TRIGGER = "_fr_trigger"  # the id of the button: each button has this name
    PREVIEW = "_fr_preview"  # the button that only draws its form again
    FIND = "_fr_find"  # the id of a field whose options are looked for, and how many come before the page of them
    END = "_fr_end"  # the last field: without it the post was cut off


#: The query parameter that names a tab and a run, "<tab>.<run>": a plain form's redirect, and a change of page.
TAB_PARAMETER = "fr"
#: The query parameter that asks for a file which the page makes, "<tab>.<button>".
FILE_PARAMETER = "fr-file"
#: What follows a tab and a run there where a copy of the tab is wanted: a browser tab was duplicated.
FORK = "fork"
#: The cookie that names the tab of the page that is loaded again.
TAB_COOKIE = "formrerun-tab"
#: The query parameter with a signed value: the arguments of a page inside a template, or the topics of live updates.
SIGNED_PARAMETER = "of"
#: What names of cookies begin with that say which sessions were made for pages that a browser opened at once.
OPENED_COOKIE = "formrerun-"
#: Query parameters of ours, which page authors do not see.
RESERVED_PARAMETERS = frozenset({TAB_PARAMETER, FILE_PARAMETER, SIGNED_PARAMETER})

#: The type of a stream, as an answer and in ``Accept``; and the name of its events that have JSON for data.
STREAM_TYPE, STREAM_EVENT = "text/event-stream", "fr"


def sanitized_name(text: str) -> str:
    """
    Return a name that came from outside, such as a tab's id, as it is; "" if it has characters other than printable
    ASCII, which no name of ours has and a database may refuse.
    """
    return text if text.isascii() and text.isprintable() else ""


__all__ = [
    "FILE_PARAMETER",
    "FORK",
    "FORM_PREFIX",
    "FRAGMENT_PREFIX",
    "PAGE_FORM",
    "PLACES_MADE",
    "PROTOCOL",
    "RESERVED_PARAMETERS",
    "SIGNED_PARAMETER",
    "STREAM_EVENT",
    "STREAM_TYPE",
    "TAB_COOKIE",
    "TAB_PARAMETER",
    "WIDGET_PREFIX",
    "FormField",
    "Header",
    "sanitized_name",
]
