"""Download button: saves a file, and runs the page once."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part
from typing import Any, ClassVar

from formrerun.elements._buttons import ButtonLook, ButtonParameters
from formrerun.elements._parameters import ButtonType, IconPosition
from formrerun.elements.deferred_files import Deferred, address_of_deferred, deferred_source
from formrerun.elements.kept_files import guessed_mime, kept_file, name_of_file, read_file
from formrerun.engine.context import current_run
from formrerun.engine.handles import command
from formrerun.engine.permissions import Asked
from formrerun.engine.registration import OnChange, register
from formrerun.engine.tree import Width
from formrerun.engine.widgets import Widget
from formrerun.exceptions import FORM_DOCS, StreamlitInvalidLayoutContextError
from formrerun.utils.file_names import clean_name

__all__ = ["download_button"]


@dataclass(eq=False, kw_only=True)
class DownloadButton(ButtonLook, Widget):
    """
    A button that saves a file, and a link to that for who has no script.

    Attributes
    ----------
    deferred
        What makes the file, if that is not there yet.
    """

    kind: ClassVar[str] = "download_button"

    url: str
    download: str
    deferred: Deferred | None = part(default=None, metadata={"html": False})

    def context(self) -> dict[str, Any]:
        presses = not self.ignore and not self.disabled
        return {**super().context(), "presses": presses, "deferred": self.deferred is not None}


@command
def download_button(
    label: str,
    data: Any,
    file_name: str | None = None,
    mime: str | None = None,
    key: str | int | None = None,
    help: str | None = None,
    on_click: OnChange = "rerun",
    args: Any = None,
    kwargs: Any = None,
    *,
    type: ButtonType = "secondary",
    icon: str | None = None,
    icon_position: IconPosition = "left",
    disabled: bool = False,
    use_container_width: bool | None = None,
    width: Width = "content",
    shortcut: str | None = None,
    wrap: bool | None = None,
    permission: Asked = None,
) -> bool:
    """
    Draw a button that saves a file; return True in the run that it causes, and False in every other.

    Only the session that was shown the button gets the file. Without JavaScript the file is saved and nothing runs.

    Parameters
    ----------
    data
        Text, bytes, a ``Path`` or an open file; or what makes one of these when somebody presses, and not before: a
        function, or a generator of parts, which are sent as they are made, so that nobody holds all of them. What it
        makes is found by running the page once more, as it was last drawn, without what that writes; the function may
        read ``session_state``. Large files on a disk are read as they are then.
    file_name
        What the file is called; by default as the path or the open file is.
    mime
        Its type; by default what its name says, else "text/plain" for text and "application/octet-stream" for bytes.
    on_click, args, kwargs
        "rerun" runs the page, a function is called before that, "ignore" only saves the file.
    type, icon, icon_position, shortcut, width, use_container_width, wrap
        As those of :func:`button`.
    permission
        What a visitor must have, as that of :func:`button`. For others it is disabled, and no file is made.

    Raises
    ------
    StreamlitInvalidLayoutContextError
        Inside a form.
    StreamlitAPIException
        If the data is none of these.
    """
    run = current_run()
    parameters = ButtonParameters(
        label, key, help, on_click, args, kwargs, type, icon, icon_position, disabled, use_container_width, width,
        shortcut, wrap, permission,
    )  # fmt: skip
    declared = parameters.declare("download_button", {"file_name": file_name, "mime": mime})
    if declared.form and not run.is_bare:
        raise StreamlitInvalidLayoutContextError(f"`st.download_button()` can't be used in an `st.form()`.{FORM_DOCS}")
    url, name, deferred = "", "", None
    if parameters.asked.disabled:
        pass
    elif (source := deferred_source(data)) is not None:
        deferred = Deferred(source, file_name, mime)
        url, name = address_of_deferred(run, declared.id), clean_name(file_name or "")
    else:
        url, name = _kept(data, file_name, mime)
    widget = DownloadButton(
        **declared.as_kwargs(), **parameters.variables(), url=url, download=name, deferred=deferred,
        field=parameters.asked.field,
    )  # fmt: skip
    return bool(register(run, widget))


def _kept(data: Any, file_name: str | None, mime: str | None) -> tuple[str, str]:
    """Keep the file; return its address and its name."""
    own = name_of_file(data)
    content, said = read_file(data)
    name = clean_name(own if file_name is None else file_name)
    return kept_file(content, mime or (guessed_mime(name) if own else None) or said, name, download=True), name
