"""What a mounted component holds and returns: its state by name, and what it has triggered in this run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formrerun import codec
from formrerun.components._json_values import read_posted
from formrerun.elements.charts._selection import Attributes
from formrerun.engine.context import running
from formrerun.engine.fields import Field
from formrerun.exceptions import NotOffered, StreamlitAPIException


class ComponentResult(Attributes):
    """What mounting a component returns: each state and each trigger by its name, an entry and an attribute."""


class ComponentState(dict[str, Any]):
    """
    What ``session_state`` has of a component: setting an entry before the component is mounted sets its state.

    What was triggered in this run stands in it too, until the run has ended.
    """

    def __init__(self, values: Mapping[str, Any] | None = None, names: tuple[str, ...] | None = None) -> None:
        super().__init__(values or {})
        self.__dict__.update(_names=names, _triggered={}, _written=False)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __setitem__(self, name: str, value: Any) -> None:
        self._begin_writing(name)
        if self._names is None or name in self._names:
            super().__setitem__(name, value)
            self.__dict__["_written"] = True

    def __delitem__(self, name: str) -> None:
        self._begin_writing(name)
        super().__delitem__(name)
        self.__dict__["_written"] = True

    def _begin_writing(self, name: str) -> None:
        run = running()
        for id_ in run.state.drawn_ids if run is not None else ():
            entry = run.state.widgets.get(id_) if run is not None else None
            if run is not None and entry is not None and entry.value is self:
                key = next((key for key, found in run.state.ids.items() if found == id_), "")
                raise StreamlitAPIException(
                    f"`st.session_state.{key}.{name}` cannot be modified after the component with key `{key}` is "
                    "instantiated."
                )

    def trigger(self, events: Mapping[str, Any]) -> None:
        """Show what was triggered, for this run; a state of the same name comes first."""
        new = {name: value for name, value in events.items() if name not in self}
        self.__dict__["_triggered"] = {**self._triggered, **new}
        super().update(new)

    def kept(self) -> dict[str, Any]:
        """Return the state alone."""
        return {name: value for name, value in self.items() if name not in self._triggered}

    def __deepcopy__(self, memo: Any) -> ComponentState:
        from copy import deepcopy

        return ComponentState(deepcopy(self.kept(), memo), self._names)

    def __reduce__(self) -> Any:
        return ComponentState, (self.kept(), self._names)


codec.register(
    ComponentState,
    "component-state",
    lambda state: [state.kept(), None if state._names is None else list(state._names)],
    lambda parts: ComponentState(parts[0], None if parts[1] is None else tuple(parts[1])),
)
codec.register(ComponentResult, "component-result", dict, ComponentResult)


@dataclass(frozen=True, kw_only=True)
class StateField(Field[ComponentState]):
    """
    The state of a component: an object of JSON, "" for one without entries.

    Attributes
    ----------
    default
        What stands for entries that the component has not told.
    names
        The entries that code may set; None for all.
    """

    tag = "component-state"

    default: Any = None
    names: Any = None

    def _state(self, values: Mapping[str, Any]) -> ComponentState:
        names = None if self.names is None else tuple(self.names)
        return ComponentState({**values, **{n: v for n, v in (self.default or {}).items() if n not in values}}, names)

    def initial(self) -> ComponentState:
        return self._state({})

    def parse_posted(self, posted: list[str], current: Any) -> ComponentState:
        value = read_posted(posted)
        if not isinstance(value, (dict, type(None))):
            raise NotOffered
        return self._state(value or {})

    def to_posted(self, value: Mapping[str, Any]) -> list[str]:
        kept = value.kept() if isinstance(value, ComponentState) else value
        return [json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str) if kept else ""]

    def matches_posted(self, posted: list[str], value: ComponentState) -> bool:
        return self._state(read_posted(posted) or {}) == value

    def coerce(self, value: Any) -> ComponentState:
        if isinstance(value, ComponentState):
            return self._state(value.kept())
        if value is None or isinstance(value, Mapping):
            return self._state({str(name): entry for name, entry in (value or {}).items()})
        raise StreamlitAPIException(
            f"The state of a component is a dict of its values by name; it was set to {value!r}."
        )

    def normalize(self, value: ComponentState) -> ComponentState:
        return self._state(value.kept())


@dataclass(frozen=True, kw_only=True)
class EventsField(Field[dict[str, Any]]):
    """What a component triggers: a list of names with values, in JSON; there in the run that it causes, alone."""

    tag = "component-events"

    def initial(self) -> dict[str, Any]:
        return {}

    def parse_posted(self, posted: list[str], current: Any) -> dict[str, Any]:
        events = read_posted(posted)
        if not isinstance(events, list):
            raise NotOffered
        made = {}
        for event in events:
            if not isinstance(event, dict) or not isinstance(event.get("event"), str):
                raise NotOffered
            made[event["event"]] = event.get("value")
        return made

    def to_posted(self, value: dict[str, Any]) -> list[str]:
        return [""]

    def normalize(self, value: Any) -> dict[str, Any]:
        return {}
