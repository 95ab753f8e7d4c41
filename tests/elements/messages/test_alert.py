"""Messages: ``success``, ``info``, ``warning``, ``error``."""

from __future__ import annotations

import pytest

import formrerun as fr


@pytest.mark.parametrize(
    ("body", "icon", "rest"),
    [
        ("🚨 Fire", "🚨", "Fire"),
        ("🚨  _- Fire", "🚨", "Fire"),
        ("🚨🚨 Fire", "🚨", "🚨 Fire"),
        ("1️⃣ One", "1️⃣", "One"),
        ("👨‍👩‍👧 Family", "👨‍👩‍👧", "Family"),
        (":material/warning: **Hot**", ":material/warning:", "**Hot**"),
        (":material/no_such_thing: Hot", "", ":material/no_such_thing: Hot"),
        (":red[]🚨 Fire", "", ":red[]🚨 Fire"),
        ("100 🚨", "", "100 🚨"),
        ("ärger", "", "ärger"),
        ("", "", ""),
    ],
)
def test_what_a_message_begins_with_is_its_icon(show, body, icon, rest):
    shown = show(lambda: fr.error(body)).error[0]
    assert (shown.icon, shown.value) == (icon, rest)


@pytest.mark.parametrize("icon", ["", "🔥"])
def test_an_icon_of_its_own_leaves_the_text_alone(show, icon):
    shown = show(lambda: fr.info("🚨 Fire", icon=icon)).info[0]
    assert (shown.icon, shown.value) == (icon, "🚨 Fire")
