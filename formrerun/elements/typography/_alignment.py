"""Where text stands between its edges."""

from __future__ import annotations

from typing import Any, Literal

from formrerun.exceptions import StreamlitIncompatibleParametersError, StreamlitValueError

Alignment = Literal["left", "center", "right", "justify"]


def clean_alignment(align: Any) -> str:
    if align not in ("left", "center", "right", "justify"):
        raise StreamlitValueError("text_alignment", ["'left'", "'center'", "'right'", "'justify'"])
    return str(align)


def wrapped(wrap: Any, *, unsafe: bool = False) -> bool:
    if not isinstance(wrap, bool):
        raise StreamlitValueError("wrap", ["True", "False"])
    if unsafe and not wrap:
        raise StreamlitIncompatibleParametersError(
            "wrap=False",
            "unsafe_allow_html=True",
            explanation="HTML cannot be cut at the end of a line. Leave out one of the two.",
        )
    return wrap
