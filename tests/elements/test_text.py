"""Text as people read it and as tests find it: icons, headings, Markdown, numbers."""

from __future__ import annotations

import pytest

import formrerun as fr
from tests.visitor import Visitor


@pytest.mark.django_db
class TestIcons:
    def test_its_name_is_the_text_of_a_material_icon(self, serve):
        def page():
            fr.title(":material/info: Read me")
            fr.expander("More", icon=":material/bolt:")
            fr.expander("Party", icon="🎈")

        page = Visitor(serve(page)).page
        assert page.one("h1").text == "info Read me"
        assert [icon.text for icon in page.by_test_id("stExpanderIcon")] == ["bolt", "🎈"]

    def test_an_icon_beside_a_label_adds_nothing_to_the_name_of_a_control(self, serve):
        def page():
            fr.button("Send", icon=":material/send:")
            fr.button("Party", icon="🎈")
            fr.button("", icon=":material/delete:")
            fr.text_input(":material/mail: Address")

        page = Visitor(serve(page)).page
        send, party, delete = (button.parent for button in page.by_test_id("stMarkdownContainer")[:3])
        assert send.by_test_id("stIconMaterial")[0]["aria-hidden"] == "true"
        assert party.by_test_id("stIconEmoji")[0]["aria-hidden"] == "true"
        assert delete.by_test_id("stIconMaterial")[0]["aria-label"] == "delete icon"
        assert page.by_test_id("stTextInput")[0].one("input")["aria-label"] == "Address"
