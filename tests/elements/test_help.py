"""``help``: what an object is."""

from __future__ import annotations

import datetime as dt

import pytest

import formrerun as fr


class Shop:
    """Sells things."""

    asked = 0

    def open(self, door: str = "front") -> None:
        """Open the door.

        Only in the morning.
        """

    @property
    def income(self):
        """What was earned."""
        Shop.asked += 1

    def __repr__(self):
        return "<Shop>"


def shown(show, obj):
    return show(lambda: fr.help(obj)).help[0].proto


def test_a_function(show):
    told = shown(show, Shop.open)
    assert told.name.startswith("Shop.open(self, door:")
    assert (told.type, told.doc, told.members) == ("function", "Open the door.\n\nOnly in the morning.", ())


def test_a_class_and_an_object_of_it(show):
    members = (("asked", ""), ("income", "What was earned."), ("open", "Open the door."))
    assert (shown(show, Shop).name, shown(show, Shop).members) == ("Shop()", members)
    assert (shown(show, Shop()).name, shown(show, Shop()).doc) == ("<Shop>", "Sells things.")
    assert shown(show, Shop()).members == members
    assert Shop.asked == 0  # no property was run


@pytest.mark.parametrize(
    ("obj", "name"), [(dt, "datetime"), (3, "3"), (len, "len(obj, /)"), ("<b>", "'<b>'"), (None, "None")]
)
def test_anything(show, obj, name):
    assert shown(show, obj).name == name


def test_write_shows_functions_and_modules_so(show):
    at = show(lambda: fr.write(len, dt))
    assert [element.proto.name for element in at.help] == ["len(obj, /)", "datetime"]


def test_a_wrong_width(show):
    assert show(lambda: fr.help(1, width=0)).exception[0].message.startswith("Invalid width value: 0.")
