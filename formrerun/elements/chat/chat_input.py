"""Chat input: a message that is sent by Enter, and is the page's for one run."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext as _

from formrerun.elements._buttons import AskedFirst, asked_first, draw_sender
from formrerun.elements._parameters import check_height, check_width, one_of
from formrerun.elements.chat._chat_files import AUDIO, ChatFiles, Taken, draw_files
from formrerun.elements.chat._chat_value import ChatInputValue
from formrerun.elements.layout.roots import bottom_of
from formrerun.engine.context import current_run
from formrerun.engine.demands import confirmation
from formrerun.engine.fields import Field
from formrerun.engine.handles import command
from formrerun.engine.keys import to_key
from formrerun.engine.permissions import Asked
from formrerun.engine.registration import checked_callback, declare, register
from formrerun.engine.run import Run
from formrerun.engine.tree import Height, Target, Width
from formrerun.engine.widget_state import UNSET
from formrerun.engine.widgets import Widget
from formrerun.exceptions import Invalid, StreamlitAPIException, StreamlitInvalidLayoutContextError

__all__ = ["chat_input"]


@dataclass(frozen=True, kw_only=True)
class ChatField(Field[Any]):
    """
    A message that is there in the run that it was sent to, and None in every other.

    Attributes
    ----------
    prefill
        What stands in the box before anyone types.
    files, audio
        The ids of the widgets that take these with the message, or "".
    """

    tag = "chat"

    max_chars: int | None = None
    prefill: str = ""
    files: str = ""
    audio: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.files, self.audio)))

    def initial(self) -> str | None:
        return self.prefill or None

    def parse_posted(self, posted: list[str], current: Any) -> str:
        text = posted[0].replace("\r\n", "\n") if posted else ""
        if not text.strip() and not self.parts:
            raise Invalid(_("This field is required."))
        return text if self.max_chars is None else text[: self.max_chars]

    def joined(self, value: Any, given: Mapping[str, Any]) -> ChatInputValue:
        text = value.text if isinstance(value, ChatInputValue) else value or ""
        if not text.strip() and not any(given.values()):
            raise Invalid(_("This field is required."))
        found: dict[str, Any] = {}
        if self.files:
            sent = given.get(self.files)
            found["files"] = list(sent) if isinstance(sent, (list, tuple)) else [] if sent is None else [sent]
        if self.audio:
            found["audio"] = given.get(self.audio)
        return ChatInputValue(text, **found)

    def to_posted(self, value: Any) -> list[str]:
        return [(value.text if isinstance(value, ChatInputValue) else value) or ""]

    def normalize(self, value: Any) -> None:
        return None


@dataclass(eq=False, kw_only=True)
class ChatSend(Widget):
    """The button beside a chat input; the chat input draws it."""

    kind: ClassVar[str] = "chat_send"


@dataclass(eq=False, kw_only=True)
class ChatInput(Widget):
    """
    A text box with a button, a form of its own.

    Attributes
    ----------
    sends
        The id of the button.
    takes
        What takes files and recordings beside the text.
    """

    kind: ClassVar[str] = "chat_input"

    sends: str = ""
    confirm: str = ""
    placeholder: str = ""
    max_chars: int | None = None
    submit_mode: str = "submit"
    takes: tuple[ChatFiles, ...] = part(default=(), metadata={"html": False})

    def html_key(self) -> Hashable:
        return (super().html_key(), *(each.html_key() for each in self.takes))

    def context(self) -> dict[str, Any]:
        return {**super().context(), "takes": self.takes, "confirmation": confirmation(self.sends, self.confirm)}


def _target_in(run: Run) -> Target:
    """Return where it goes: the lower edge of the window if it was called in the body itself, in no container."""
    target = run.drawing.draws_into()
    return bottom_of(run) if target is run.main else target


@command
def chat_input(
    placeholder: str = "Your message",
    *,
    key: str | int | None = None,
    max_chars: int | None = None,
    max_upload_size: int | None = None,
    accept_file: bool | Literal["multiple", "directory"] = False,
    file_type: str | Sequence[str] | None = None,
    accept_audio: bool = False,
    audio_sample_rate: int | None = 16000,
    disabled: bool = False,
    submit_mode: Literal["submit", "disable", "stop"] = "submit",
    on_submit: Any = None,
    args: Any = None,
    kwargs: Any = None,
    width: Width = "stretch",
    height: Height = "content",
    permission: Asked = None,
    confirm: str | None = None,
) -> str | ChatInputValue | None:
    """
    Draw a box for a message; return what was typed in the run that sending it causes, else None.

    Where files or recordings are taken it is a ``ChatInputValue``: a dictionary with ``text``, ``files`` (a list of
    ``UploadedFile``) and ``audio`` (one, or None), of which the last two are there if they are taken. Its items are
    attributes, too. They go up while the message is written.

    Enter sends, Shift+Enter begins a new line. In the body it stays at the lower edge of the window, in a container
    where it is drawn. Setting ``session_state[key]`` fills the box.

    Parameters
    ----------
    placeholder
        What the empty box says; also its name for screen readers.
    max_chars
        The longest message.
    submit_mode
        What the button is while a run goes on: "submit", "disable", or "stop".
    on_submit, args, kwargs
        Called before the page runs, with the message already in ``session_state[key]``.
    accept_file
        Take a file with a message, several with "multiple", all of a folder with "directory".
    file_type, max_upload_size
        Which files, and how large; as those of :func:`file_uploader`.
    accept_audio, audio_sample_rate
        Take a recording with it; as :func:`audio_input` does.
    permission, confirm
        What a visitor must have to send something, and what a person must agree to first; see :func:`button`.

    Raises
    ------
    StreamlitInvalidLayoutContextError
        Inside a form.
    StreamlitValueError
        If ``accept_file``, ``max_upload_size`` or ``audio_sample_rate`` is none that there is.

    Examples
    --------
    >>> if question := fr.chat_input("Ask about an order"):
    ...     fr.chat_message("user").write(question)
    """
    run = current_run()
    to_key(key)
    checked_callback(run, on_submit, parameter="on_submit", modes=())
    asked = asked_first(run, permission, confirm, disabled)
    taken = Taken(accept_file, file_type, max_upload_size, bool(accept_audio), audio_sample_rate)
    one_of("submit_mode", submit_mode, ("submit", "disable", "stop"), got=False)
    check_width(width)
    check_height(height, allow_content=True)
    if run.drawing.form_here() and not run.is_bare:
        raise StreamlitInvalidLayoutContextError("`st.chat_input()` can't be used in a `st.form()`.")
    with run.drawing.into(_target_in(run)):
        return _draw(
            run, str(placeholder), key, max_chars, taken, asked, submit_mode, on_submit, args, kwargs, width, height,
        )  # fmt: skip


def _draw(
    run: Run, placeholder: str, key: Any, max_chars: int | None, taken: Taken, asked: AskedFirst, submit_mode: str,
    on_submit: Any, args: Any, kwargs: Any, width: Width, height: Height,
) -> str | ChatInputValue | None:  # fmt: skip
    state, name = run.state, to_key(key)
    assigned = name is not None and name in state.pending
    filled = state.pending[name] if assigned and name is not None else None
    if filled is not None and not isinstance(filled, str):
        raise StreamlitAPIException(f"A chat input holds text; `st.session_state[{name!r}]` was set to {filled!r}.")
    declared = declare(
        run, "chat_input", key,
        {"placeholder": placeholder, "max_chars": max_chars, "submit_mode": submit_mode, "width": width,
         "height": height, **taken.identity},
        resets=("max_chars", *taken.resets), on_change=on_submit, parameter="on_submit", modes=(), args=args,
        kwargs=kwargs,
    )  # fmt: skip
    send, sent, common = draw_sender(ChatSend, "chat", "send", declared, asked, _("Send message"))
    takes = draw_files(taken, declared.id, placeholder, {**common, "key": None})
    ids = {each.part: each.id for each in takes}
    entry = state.widgets.get(declared.id)
    if entry is not None and not assigned and not sent:
        if entry.set_by == state.run and isinstance(entry.value, str):
            assigned, filled = True, entry.value
        elif send.form in state.kept_forms and isinstance(entry.value, str):
            assigned, filled = True, entry.value
            state.correct(declared.id, soft=True)  # the browser has emptied the box for the next message
        elif entry.shown is not UNSET:
            filled = entry.shown[0]
    widget = ChatInput(
        **common,
        label=placeholder,
        sends=send.id,
        placeholder=placeholder if asked.hint is None else asked.hint,
        confirm=asked.confirm,
        max_chars=max_chars,
        submit_mode=submit_mode,
        width=width,
        height=height,
        takes=takes,
        field=ChatField(
            max_chars=max_chars, prefill=filled or "", files=ids.get("files", ""), audio=ids.get(AUDIO, "")
        ),
    )
    message: str | ChatInputValue | None = register(run, widget)
    if not sent or assigned:
        widget.state.value = message = None
    if assigned:
        widget.state.shown = [filled or ""]
    if sent:
        state.assigned.add(widget.id)  # so that the next submission finds nothing under its key
    return message
