"""What a browser says of a model's table: which rows are selected, by which column it is sorted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from formrerun import codec
from formrerun.engine.fields import Field
from formrerun.exceptions import Invalid, NotOffered, StreamlitInvalidParameterTypeError

#: What is posted for "all rows that match".
ALL = "*"
#: More than these are selected by a filter and "all rows that match", not one by one.
MOST_SELECTED = 5_000


@dataclass(frozen=True)
class ModelSelection:
    """
    What is selected in a table of a model.

    Attributes
    ----------
    picked
        The primary keys of the rows that were picked one by one.
    view
        The mark of the search and the filters of which all rows are selected; "" if they are not.
    """

    picked: tuple[Any, ...] = ()
    view: str = ""
    _rows: Any = field(default=None, compare=False, repr=False)

    @property
    def all(self) -> bool:
        """True if all rows that match are selected, whatever page they stand on."""
        return bool(self.view)

    @property
    def objects(self) -> Any:
        """The selected rows that are still in the table's queryset, as a QuerySet."""
        if self._rows is None:
            raise AttributeError(
                "What a callback finds in session_state does not know the rows: read `objects` of what model_table() "
                "returns, or filter by `picked`."
            )
        return self._rows if self.all else self._rows.filter(pk__in=self.picked)

    @property
    def pks(self) -> list[Any]:
        """The primary keys of the selected rows; where all are selected, this asks the database."""
        return list(self.objects.values_list("pk", flat=True)) if self.all else list(self.picked)

    def __bool__(self) -> bool:
        return self.all or bool(self.picked)

    def within(self, rows: Any) -> ModelSelection:
        """Return the selection in a queryset."""
        return replace(self, _rows=rows)


codec.register(
    ModelSelection, "model-selection", lambda value: [list(value.picked), value.view],
    lambda packed: ModelSelection(tuple(packed[0]), packed[1]),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ModelSelectionField(Field[ModelSelection]):
    """
    Which rows are selected: those on the page by their boxes, those on others as they were.

    Attributes
    ----------
    model
        The label of the rows' model.
    view
        The mark of the search and the filters: what "all" means.
    keys
        The primary keys of the page's rows, as texts.
    """

    tag = "model-rows"

    model: str
    view: str = ""
    keys: tuple[str, ...] = ()

    def initial(self) -> ModelSelection:
        return ModelSelection()

    def parse_posted(self, posted: list[str], current: Any) -> ModelSelection:
        given = [text for text in posted if text]
        if not {*given} <= {*self.keys, ALL}:
            raise NotOffered
        known, kept = {*self.keys}, current.picked if isinstance(current, ModelSelection) else ()
        elsewhere = tuple(key for key in kept if str(key) not in known)
        chosen = {*given}
        picked = elsewhere + tuple(self._python(key) for key in self.keys if key in chosen)
        if len(picked) > MOST_SELECTED:
            raise Invalid(_("Select at most %(most)s rows one by one, or all that match.") % {"most": MOST_SELECTED})
        return ModelSelection(picked, self.view if ALL in chosen else "")

    def _python(self, key: str) -> Any:
        try:
            return apps.get_model(self.model)._meta.pk.to_python(key)
        except ValidationError:
            raise NotOffered from None

    def to_posted(self, value: ModelSelection) -> list[str]:
        picked = {str(key) for key in value.picked}
        return [*([ALL] if value.all else []), *(key for key in self.keys if key in picked)]

    def matches_posted(self, posted: list[str], value: ModelSelection) -> bool:
        return self.to_posted(value) == [text for text in posted if text]

    def coerce(self, value: Any) -> ModelSelection:
        if value is None:
            return ModelSelection()
        if isinstance(value, ModelSelection):
            return value
        if isinstance(value, (list, tuple, set, frozenset)):
            return ModelSelection(tuple(getattr(one, "pk", one) for one in value))
        raise StreamlitInvalidParameterTypeError(
            "value", type(value).__name__, ["ModelSelection", "a list of primary keys", "None"]
        )

    def revalidate(self, value: ModelSelection) -> ModelSelection:
        # "All" was said of what was seen then, not of what another filter shows.
        return ModelSelection(value.picked) if value.view and value.view != self.view else value


@dataclass(frozen=True, kw_only=True)
class OrderField(Field[str]):
    """The column that a table is sorted by, "-" in front for descending; "" for the order of its queryset."""

    tag = "model-order"

    names: tuple[str, ...] = ()
    default: str = ""

    def initial(self) -> str:
        return self.default

    def parse_posted(self, posted: list[str], current: Any) -> str:
        if not posted:
            return str(current)
        return self._known(posted[-1])

    def _known(self, text: str) -> str:
        if text and text.removeprefix("-") not in self.names:
            raise NotOffered
        return text

    def to_posted(self, value: str) -> list[str]:
        return [value]

    def coerce(self, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise StreamlitInvalidParameterTypeError("value", type(value).__name__, ["str", "None"])
        return value

    def revalidate(self, value: str) -> str:
        return value if not value or value.removeprefix("-") in self.names else self.default


__all__ = ["ALL", "ModelSelection", "ModelSelectionField", "OrderField"]
