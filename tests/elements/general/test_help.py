"""``help``: what an object is."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

import formrerun as fr
from tests.visitor import Visitor


class Shop:
    """Sells things."""

    asked = 0
    address = object()
    open_on = ["Monday", "Friday"]

    class Shelf:
        """Holds things."""

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
    values = (
        ("address", "object", "", "The base class of the class hierarchy."),
        ("asked", "int", "0", ""),
        ("income", "property", "", "What was earned."),
        ("open_on", "list", "['Monday', 'Friday']", ""),
    )
    shelf = ("Shelf", "class", "", "Holds things.")
    members = (*values, ("open", "function", "", "Open the door."), shelf)
    assert shown(show, Shop).type == "class"
    assert (shown(show, Shop).name, shown(show, Shop).members) == ("Shop()", members)
    assert (shown(show, Shop()).name, shown(show, Shop()).doc) == ("<Shop>", "Sells things.")
    assert shown(show, Shop()).members == (*values, ("open", "method", "", "Open the door."), shelf)
    assert Shop.asked == 0  # no property was run


def test_what_is_long_is_shortened_and_what_is_elsewhere_left_out(show):
    long = SimpleNamespace(text="a" * 400, elsewhere=dt)
    assert [(name, len(value)) for name, _, value, _ in shown(show, long).members] == [("text", 303)]
    assert ("year", "int", "2026", "") in shown(show, dt.date(2026, 1, 2)).members


@pytest.mark.django_db
def test_members_have_streamlit_s_names_in_the_page(serve):
    page = Visitor(serve(lambda: fr.help(Shop()))).page
    rows = [row.text for row in page.one(data_testid="stHelpMembersTable").all(data_testid="stHelpMember")]
    assert rows[1:3] == ["asked int 0", "income property What was earned."]


@pytest.mark.parametrize(
    ("obj", "name"), [(dt, "datetime"), (3, "3"), (len, "len(obj, /)"), ("<b>", "'<b>'"), (None, "None")]
)
def test_anything(show, obj, name):
    assert shown(show, obj).name == name


def test_write_shows_functions_and_modules_so(show):
    at = show(lambda: fr.write(len, dt))
    assert [element.proto.name for element in at.help] == ["len(obj, /)", "datetime"]


def test_write_shows_a_handle_so_whatever_it_is_asked_for(show):
    at = show(lambda: fr.write(fr.container()))
    assert len(at.help) == 1
    assert not at.exception


def test_a_wrong_width(show):
    assert show(lambda: fr.help(1, width=0)).exception[0].message.startswith("Invalid width value: 0.")


def test_an_object_whose_parts_cannot_be_printed(show):
    class Broken:
        def __repr__(self):
            raise ValueError

    assert shown(show, SimpleNamespace(part=Broken())).members == (("part", "Broken", "", ""),)


def test_a_member_that_cannot_be_read_is_a_property(show):
    numpy = pytest.importorskip("numpy")
    members = {name: kind for name, kind, *_ in shown(show, numpy.array([1])).members}
    assert (members["mT"], members["T"]) == ("property", "ndarray")


def test_what_a_decorator_made_of_a_function_is_that_function(show):
    @fr.fragment
    def stock(of: Shop):
        """What is there."""

    @fr.dialog("Order")
    def order(of: Shop):
        """How much of it."""

    @fr.cache_data
    def price(of: Shop):
        """What it costs."""

    at = show(lambda: [fr.help(found) for found in (stock, order, price, fr.sidebar.success)] and None)
    names = [found.value.rpartition("<locals>.")[2].partition("(")[0] for found in at.help]
    assert names == ["stock", "order", "price", "success"]
    assert [found.proto.type for found in at.help] == ["function"] * 4
    assert [found.proto.doc for found in at.help][:3] == ["What is there.", "How much of it.", "What it costs."]
    assert not any(found.proto.members for found in at.help)
