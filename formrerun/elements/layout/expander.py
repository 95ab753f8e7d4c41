"""``expander``: a container that folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from formrerun.elements._parameters import check_width, clean_icon, one_of
from formrerun.elements.layout._opening import OnOpen, Openable, OpenContainer, browser_owned, call_site, opening
from formrerun.engine.context import current_run
from formrerun.engine.fields import BoolField
from formrerun.engine.handles import command, open_container
from formrerun.engine.keys import to_key
from formrerun.engine.tree import Width
from formrerun.exceptions import StreamlitMissingRequiredParameterError


@dataclass(eq=False, kw_only=True)
class Expander(Openable):
    """Content that opens and closes; the browser decides whether it is open, until the page says another thing."""

    kind: ClassVar[str] = "expander"

    label: str = ""
    expanded: bool = False
    icon: str = ""
    type: str = "default"


@command
def expander(
    label: str,
    expanded: bool = False,
    *,
    key: str | int | None = None,
    icon: str | None = None,
    type: Literal["default", "compact", "step"] = "default",
    width: Width = "stretch",
    on_change: OnOpen = "ignore",
    args: Any = None,
    kwargs: Any = None,
    bind: str | None = None,
) -> OpenContainer:
    """
    Open a container that people open and close.

    Parameters
    ----------
    label
        Its heading; Markdown in one line.
    expanded
        Whether it is open at first.
    icon
        An emoji or ``:material/name:`` in front of the label.
    type
        "default"; "compact" without a frame; "step" as a step of a timeline, which goes on with the next step and
        ends with one that is empty.
    on_change, args, kwargs
        "rerun", or a callback: the page then runs when someone opens or closes it, and ``.open`` of the handle says
        which of the two, and so does ``session_state[key]``.
    """
    run = current_run()
    if label is None:
        raise StreamlitMissingRequiredParameterError("label")
    one_of("type", type, ("default", "compact", "step"), got=False)
    check_width(width)
    name = to_key(key)
    label, expanded = str(label), bool(expanded)
    params = {"label": label, "expanded": expanded, "icon": icon, "width": width, "type": type}
    field = BoolField(default=expanded)
    told = opening("expander", name, params, field, on_change=on_change, args=args, kwargs=kwargs, bind=bind)
    id_ = browser_owned(run, "expander", name, label if name is None else "", expanded)
    shown = expanded if told is None else bool(told.value)
    node = Expander(key=name, id=id_, label=label, expanded=shown, icon=clean_icon(icon), type=type, width=width)
    node.site = call_site(expanded)
    node.tell(told)
    return OpenContainer(open_container(run, node), shown if told is not None else None)


__all__ = ["expander"]
