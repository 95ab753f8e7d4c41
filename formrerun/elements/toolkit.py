'''
What an element is made of, in this package and in another app's.

An element is a class with the template's variables, a template of its name, and a command that page authors call. One
with a value has a field too, which reads what a browser posts and prints what it shows. This is all of a rating::

    from dataclasses import dataclass
    from typing import Any, ClassVar

    from formrerun.elements.toolkit import Field, InputParameters, Invalid, Widget, command, draw_input


    @dataclass(frozen=True, kw_only=True)
    class RatingField(Field[int]):
        tag = "shop.rating"  # its name in what is stored: unique
        default: int = 0
        stars: int = 5

        def initial(self) -> int:
            return self.default

        def parse_posted(self, posted: list[str], current: Any) -> int:
            if posted and posted[-1].isdecimal() and int(posted[-1]) <= self.stars:
                return int(posted[-1])
            raise Invalid(f"Give 0 to {self.stars} stars.")

        def to_posted(self, value: int) -> list[str]:
            return [str(value)]


    @dataclass(eq=False, kw_only=True)
    class Rating(Widget):
        kind: ClassVar[str] = "rating"
        stars: int = 5


    @command
    def rating(label: str, value: int = 0, stars: int = 5, key: str | None = None, help: str | None = None) -> int:
        """Draw a field for a number of stars and return it."""
        common = InputParameters(label, key, help)
        field = RatingField(default=value, stars=stars)
        return draw_input("rating", Rating, field, common, identity={"value": value, "stars": stars}, stars=stars)

It stands in ``elements.py`` of an installed app, and this in its ``templates/formrerun/elements/rating.html``:

.. code-block:: django

    {% load formrerun %}
    <div class="stRating" data-testid="stRating">
      {% include "formrerun/_label.html" %}
      <input type="number" min="0" max="{{ stars }}" value="{{ shown.0 }}"
          {% include "formrerun/_attrs.html" %} aria-label="{{ label|fr_plain }}">
      {% include "formrerun/_error.html" %}
    </div>

A page calls ``rating("Service", key="service")`` or ``column.rating(…)``. ``session_state``, forms, callbacks,
persistence and unsubmitted edits are as with any other input. An element without a value is drawn by :func:`draw`, a
container opened by :func:`open_container`.
'''

from __future__ import annotations

from formrerun.elements._input import InputParameters, draw_input
from formrerun.elements._parameters import (
    check_height,
    check_width,
    clean_help,
    clean_icon,
    clean_label,
    clean_placeholder,
    clean_text,
    one_of,
)
from formrerun.engine.context import current_run
from formrerun.engine.demands import Validators
from formrerun.engine.drawing import draw, redrawn
from formrerun.engine.fields import BoolField, Field, Trigger
from formrerun.engine.handles import DeltaGenerator, command, open_container
from formrerun.engine.registration import OnChange
from formrerun.engine.tree import Container, Element, Height, LabelVisibility, Width
from formrerun.engine.widget_state import UNSET
from formrerun.engine.widgets import Widget
from formrerun.exceptions import Invalid, NotOffered, StreamlitAPIException

__all__ = [
    "UNSET",
    "BoolField",
    "Container",
    "DeltaGenerator",
    "Element",
    "Field",
    "Height",
    "InputParameters",
    "Invalid",
    "LabelVisibility",
    "NotOffered",
    "OnChange",
    "StreamlitAPIException",
    "Trigger",
    "Validators",
    "Widget",
    "Width",
    "check_height",
    "check_width",
    "clean_help",
    "clean_icon",
    "clean_label",
    "clean_placeholder",
    "clean_text",
    "command",
    "current_run",
    "draw",
    "draw_input",
    "one_of",
    "open_container",
    "redrawn",
]
