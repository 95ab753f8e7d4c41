"""Components of the author's: a document in a frame that tells a value, by the messages of Streamlit's library."""

from __future__ import annotations

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from formrerun.components._json_values import plain, read_posted, written
from formrerun.components._told_tables import ToldTable, posted_parts, told_table
from formrerun.elements.component_files import component_url
from formrerun.engine.context import current_run
from formrerun.engine.fields import Field
from formrerun.engine.registration import declare, register
from formrerun.engine.run import Run
from formrerun.engine.widgets import Widget
from formrerun.exceptions import (
    NotOffered,
    StreamlitAPIException,
    StreamlitInvalidParameterTypeError,
    StreamlitValueError,
)
from formrerun.tables.arrow import is_arrow_like, parts_of_table

#: What bytes and tables are told under, in Base64.
BYTES, TABLE = "formrerun-bytes", "formrerun-table"
#: Pixels: beyond that browsers draw no more.
HIGHEST = 100_000


@dataclass(frozen=True, kw_only=True)
class JsonField(Field[Any]):
    """Bytes, a table, or any value that JSON can write; None, which "" means, until the component has told one."""

    tag = "component"

    def initial(self) -> Any:
        return None

    def parse_posted(self, posted: list[str], current: Any) -> Any:
        value = read_posted(posted)
        if isinstance(value, dict) and value.keys() == {TABLE}:
            return told_table(value[TABLE])
        if not isinstance(value, dict) or value.keys() != {BYTES}:
            return value
        try:
            return b64decode(value[BYTES], validate=True)
        except (TypeError, ValueError):
            raise NotOffered from None

    def to_posted(self, value: Any) -> list[str]:
        told = {BYTES: b64encode(value).decode()} if isinstance(value, bytes) else value
        if isinstance(value, ToldTable):
            told = {TABLE: posted_parts(value)}
        return ["" if value is None else written(told)]

    def coerce(self, value: Any) -> Any:
        if isinstance(value, ToldTable):
            return value
        return bytes(value) if isinstance(value, (bytes, bytearray)) else plain(value)


@dataclass(eq=False, kw_only=True)
class Component(Widget):
    """
    A frame with a value.

    Attributes
    ----------
    address
        Of its document.
    is_foreign
        It comes from another site, and may have what that has stored in the browser.
    arguments
        What it is told, as JSON; beside it, in Base64, bytes by name, and tables as their data, index and columns.
    height
        How high its frame is until the component says a height itself, in pixels.
    """

    kind: ClassVar[str] = "component"
    type_name: ClassVar[str] = "component_instance"

    address: str = ""
    is_foreign: bool = False
    arguments: str = "{}"
    binary: str = "{}"
    height: int = 0
    tab_index: int | None = None


def draw_component(
    name: str,
    path: str | None,
    url: str | None,
    arguments: Mapping[str, Any],
    *,
    default: Any,
    key: Any,
    on_change: Callable[..., Any] | None,
    tab_index: Any,
) -> Any:
    """Draw a component and return its value, or its default while it has told none."""
    if tab_index is not None and (isinstance(tab_index, bool) or not isinstance(tab_index, int)):
        raise StreamlitInvalidParameterTypeError("tab_index", type(tab_index).__name__, ["int"])
    if tab_index is not None and tab_index < -1:
        raise StreamlitValueError("tab_index", ["None", "-1", "a non-negative integer"])
    run = current_run()
    told = {**arguments, "default": default, "key": key}
    binary: dict[str, str | dict[str, str]] = {}
    for one, value in told.items():
        if isinstance(value, (bytes, bytearray, memoryview)):
            binary[one] = b64encode(value).decode()
        elif is_arrow_like(value):
            binary[one] = {name: b64encode(each).decode() for name, each in parts_of_table(value).items()}
    try:
        as_json = json.dumps({one: value for one, value in told.items() if one not in binary})
    except (TypeError, ValueError, RecursionError) as error:
        raise StreamlitAPIException(f"Could not convert component args to JSON: {error}") from error
    declared = declare(
        run, "component_instance", key, {"name": name, "url": url, "json_args": as_json, "special_args": binary},
        resets=("name", "url"), on_change=on_change, modes=(),
    )  # fmt: skip
    widget = Component(
        **declared.as_kwargs(),
        label=name,
        address=component_url(path or "") if url is None else url,
        is_foreign=url is not None and _is_foreign(run, url),
        arguments=as_json,
        binary=json.dumps(binary),
        height=_height(arguments.get("height")),
        tab_index=tab_index,
        field=JsonField(),
    )
    value = register(run, widget)
    if isinstance(value, ToldTable):
        return value.to_pandas()
    return default if value is None else value


def _height(told: Any) -> int:
    """Return the height that an argument of this name says, as in Streamlit; many components never say another."""
    try:
        pixels = float(told) if isinstance(told, (int, float, str)) and not isinstance(told, bool) else 0.0
    except (ValueError, OverflowError):
        return 0
    return min(max(math.ceil(pixels), 0), HIGHEST) if math.isfinite(pixels) else 0


def _is_foreign(run: Run, url: str) -> bool:
    host = urlsplit(url).netloc
    return bool(host) and run.request is not None and host != run.request.get_host()
