"""What is selected in a table: the value of ``dataframe(on_select=…)``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from formrerun import codec
from formrerun.exceptions import StreamlitIncompatibleParametersError, StreamlitValueError

ROW_MODES = ("single-row", "single-row-required", "multi-row")
COLUMN_MODES = ("single-column", "multi-column")
CELL_MODES = ("single-cell", "multi-cell")
_READ_ONLY = (
    "Widget state is read-only because modifying nested values has no effect on the app. For widget states that "
    "support programmatic updates (e.g. st.dataframe selections), assign a new dictionary to the Session State key "
    "instead, for example:\n    st.session_state['my_key'] = {'selection': {'rows': [0]}}"
)


class ReadOnly(dict[str, Any]):
    """A dict whose entries are attributes, too, and that nobody changes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'") from None

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(_READ_ONLY)

    __setattr__ = __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __copy__(self) -> Any:
        return type(self)(dict(self))

    def __deepcopy__(self, memo: Any) -> Any:
        from copy import deepcopy

        return type(self)({name: deepcopy(value, memo) for name, value in self.items()})

    def __reduce__(self) -> Any:
        return type(self), (dict(self),)


class DataframeSelectionState(ReadOnly):
    """
    What is selected.

    Attributes
    ----------
    rows
        Where the rows stand in the data, from 0.
    columns
        The names of the columns.
    cells
        Pairs of a row and the name of a column.
    pks
        Of the rows of a QuerySet: their primary keys, which stay where rows come, go or are sorted.
    """

    @property
    def objects(self) -> Any:
        """The selected rows of a QuerySet, as a QuerySet of their model."""
        model = self.get("model")
        if not model:
            raise AttributeError("Only the selection in a table that shows a QuerySet of rows has `objects`.")
        from django.apps import apps

        return apps.get_model(model)._default_manager.filter(pk__in=self["pks"])


class DataframeState(ReadOnly):
    """What ``dataframe(on_select=…)`` returns: what is selected, as ``selection``."""

    def __init__(self, value: Any) -> None:
        super().__init__({**value, "selection": DataframeSelectionState(value["selection"])})


codec.register(DataframeState, "dataframe-state", dict, DataframeState)
codec.register(DataframeSelectionState, "dataframe-selection", dict, DataframeSelectionState)


def clean_modes(given: str | Iterable[str]) -> tuple[str, ...]:
    """
    Return what can be selected.

    Raises
    ------
    StreamlitValueError
        If one is no mode.
    StreamlitIncompatibleParametersError
        If two of them are about the same.
    """
    modes = {given} if isinstance(given, str) else set(given)
    known = {*ROW_MODES, *COLUMN_MODES, *CELL_MODES}
    if not modes <= known:
        raise StreamlitValueError("selection_mode", [f"'{mode}'" for mode in sorted(known)])
    rows = sorted(modes & {*ROW_MODES})
    if len(rows) > 1:
        raise StreamlitIncompatibleParametersError(
            *[f"selection_mode='{mode}'" for mode in rows][:2],
            explanation="Only one row selection mode can be specified.",
        )
    for pair in (COLUMN_MODES, CELL_MODES):
        if modes >= {*pair}:
            raise StreamlitIncompatibleParametersError(*[f"selection_mode='{mode}'" for mode in pair])
    return tuple(sorted(modes))


__all__ = ["CELL_MODES", "COLUMN_MODES", "ROW_MODES", "DataframeSelectionState", "DataframeState", "clean_modes"]
