"""
Unsubmitted edits stay, whatever else the page does; what the server means to change, it changes.

Every rule is put to every kind of field, all of them on one page: to all of them again in a browser without
``moveBefore()``, where a field that moves loses focus and sends events that nobody caused; and to one field alone, whose
form is sent as a part of the page.
"""

from __future__ import annotations

import pytest

from tests.browser import settled
from tests.browser.matrix import ALL, GO, KINDS, Matrix

CASES = [("text_input", ["text_input"]), ("all", ALL), ("all-without-moveBefore", ALL)]


def over(names=ALL, **scenario):
    """Put a rule to these kinds: to the text field, to all at once, and to all without ``moveBefore()``."""
    cases = [(id_, [name for name in group if name in names]) for id_, group in CASES]
    return pytest.mark.parametrize(
        "m", [pytest.param((group, scenario), id=id_) for id_, group in cases if group], indirect=True
    )


CHOICES = ["radio", "selectbox", "selectbox-search", "multiselect", "select_slider"]


@pytest.fixture
def m(request, page, live):
    group, scenario = request.param
    moves = not request.node.callspec.id.endswith("without-moveBefore")
    return Matrix(page, live, group, moves=moves, **scenario)


# ------------------------------------------------------------------------------------------ edits stay


@over()
def test_edit_survives_two_reruns(m):
    assert m.all_shown() == m.all("default")
    drafts = m.edit_all()
    m.rerun()
    m.rerun()
    assert m.all_shown() == drafts
    assert m.got == m.python(m.all("default"))


@over()
def test_edit_survives_moving_out_of_the_form_and_back(m):
    drafts = m.edit_all()
    m.control(outside=m.names)
    m.rerun()
    assert m.all_shown() == drafts
    m.control(outside=[])
    m.rerun()
    assert m.all_shown() == drafts


@over()
def test_edit_survives_a_new_order(m):
    drafts = m.edit_all()
    m.control(kinds=["text_input", "checkbox", *m.names[::-1]] if len(m.names) == 1 else m.names[::-1])
    m.rerun()
    assert m.all_shown() == drafts


@over()
def test_edit_survives_blocks_above_that_come_and_go(m):
    drafts = m.edit_all()
    for above in (3, 1, 0):
        m.control(above=above)
        m.rerun()
        assert m.all_shown() == drafts


@over()
def test_edit_survives_new_containers_and_the_loss_of_its_label(m):
    drafts = m.edit_all()
    m.control(wrap=True, label="")
    m.rerun()
    assert m.all_shown() == drafts
    m.control(wrap=False)
    m.rerun()
    assert m.all_shown() == drafts


@over()
def test_edit_survives_a_new_label(m):
    drafts = m.edit_all()
    m.control(label="under another name")
    m.rerun()
    assert m.all_shown() == drafts


@over()
def test_edit_survives_being_disabled_and_enabled(m):
    drafts = m.edit_all()
    m.control(disabled=m.names)
    m.rerun()
    assert m.all_shown() == drafts
    assert not any(m.control_of(name).is_enabled() for name in m.names)
    m.control(disabled=[])
    m.rerun()
    assert m.all_shown() == drafts
    assert all(m.control_of(name).is_enabled() for name in m.names)


@over(CHOICES)
def test_edit_survives_a_new_order_of_options(m):
    drafts = m.edit_all()
    m.control(
        options={
            "radio": ["r3", "r2", "r1"],
            "selectbox": ["s0", "s9", "s1", "s3", "s2"],
            "selectbox-search": [f"o{number:02}" for number in range(29, -1, -1)],
            "multiselect": ["m3", "m0", "m2", "m1"],
            "select_slider": [f"p{number}" for number in range(9, -1, -1)],
        }
    )
    m.rerun()
    shown = m.all_shown()
    if "multiselect" in shown:
        shown["multiselect"].sort()
    assert shown == {name: "2" if name == "select_slider" else draft for name, draft in drafts.items()}
    m.submit()
    assert m.got | ({"multiselect": sorted(m.got["multiselect"])} if "multiselect" in m.names else {}) == m.python(
        drafts
    )


@over(second=True)
def test_edit_survives_the_submission_of_another_form(m):
    drafts = m.edit_all()
    m.page.get_by_label("Second").fill("also")
    m.once("FormSubmitter-g-Go-too")
    assert m.all_shown() == drafts
    assert m.got == m.python(m.all("default")) | {"second": "also"}
    m.submit()
    assert m.all_shown() == drafts
    assert m.page.get_by_label("Second").input_value() == "also"
    assert m.got == m.python(drafts) | {"second": "also"}


# ------------------------------------------------------------------------------------------ the server wins


@over()
def test_server_wins_over_an_edit(m):
    m.edit_all()
    m.put(m.all("push"))
    m.rerun()
    assert m.all_shown() == m.all("push")
    m.submit()
    assert m.got == m.python(m.all("push"))


@over()
def test_server_changes_an_untouched_field(m):
    m.put(m.all("news"))
    m.rerun()
    assert m.all_shown() == m.all("news")


@over([str(kind) for kind in KINDS if kind.edits.empty is not None])
def test_server_empties_an_edited_field(m):
    m.edit_all()
    m.control(put=m.all("nothing"))
    m.rerun()
    assert m.all_shown() == m.all("empty")


@over()
def test_server_sets_the_value_that_was_there_before_the_edit(m):
    m.edit_all()
    m.put(m.all("default"))
    m.rerun()
    assert m.all_shown() == m.all("default")


@over()
def test_another_identity_starts_at_its_default(m):
    m.edit_all()
    m.control(generation="again")
    m.rerun()
    assert m.all_shown() == m.all("default")


@over(CHOICES)
def test_choice_whose_option_is_gone_becomes_the_servers(m):
    m.edit_all()
    m.control(
        options={
            "radio": ["r1", "r2"],
            "selectbox": ["s0", "s1"],
            "selectbox-search": [f"o{number:02}" for number in range(20) if number != 3],
            "multiselect": ["m1", "m2"],
            "select_slider": ["p0", "p1", "p2"],
        }
    )
    m.rerun()
    assert m.all_shown() == m.all("default")
    m.submit()
    assert m.got == m.python(m.all("default"))


@over(CHOICES)
def test_untouched_choice_keeps_its_value_when_options_change(m):
    m.control(
        options={
            "radio": ["r0", "r1", "r3"],
            "selectbox": ["s0", "s9", "s1"],
            "selectbox-search": [f"o{number:02}" for number in range(29, -1, -1)],
            "multiselect": ["m9", "m1"],
            "select_slider": [f"p{number}" for number in range(9, -1, -1)],
        }
    )
    m.rerun()
    assert m.all_shown() == {
        name: "8" if name == "select_slider" else shown for name, shown in m.all("default").items()
    }
    pushed = {"radio": "r0", "selectbox": "s9", "selectbox-search": "o25", "multiselect": ["m9"], "select_slider": "p0"}
    m.control(put={name: pushed[name] for name in m.names})
    m.rerun()
    assert m.all_shown() == {name: "9" if name == "select_slider" else pushed[name] for name in m.names}


# ------------------------------------------------------------------------------------------ submissions


@over()
def test_submit_delivers_what_is_seen(m):
    drafts = m.edit_all()
    m.submit()
    assert m.all_shown() == drafts
    assert m.got == m.python(drafts)
    assert m.control()["calls"] == [m.python(drafts)]


@over()
def test_edit_after_a_submission_survives(m):
    m.edit_all()
    m.submit()
    later = m.edit_all("later")
    m.rerun()
    assert m.all_shown() == later
    m.submit()
    assert m.got == m.python(later)


@over(clear=True)
def test_clear_on_submit_delivers_then_shows_the_defaults(m):
    drafts = m.edit_all()
    m.submit()
    assert m.all_shown() == m.all("default")
    assert m.got == m.python(drafts)
    m.submit()
    assert m.got == m.python(m.all("default"))


@over()
def test_edit_made_while_a_submission_runs_survives(m):
    drafts = m.edit_all()
    m.control(hold=True)
    m.press(GO)
    later = m.edit_all("later")
    m.control(hold=False)
    settled(m.page)
    assert m.got == m.python(drafts)
    assert m.all_shown() == later
    m.submit()
    assert m.got == m.python(later)


@over(clear=True)
def test_edit_made_while_a_clearing_submission_runs_survives(m):
    m.control(kinds=[*m.names, "untouched"])
    m.rerun()
    m.edit_all()
    m.edit("untouched", "not typed into again")
    m.control(hold=True)
    m.press(GO)
    later = m.edit_all("later")
    m.control(hold=False)
    settled(m.page)
    assert m.all_shown() == later
    assert m.shown("untouched") == "as it was"
    m.submit()
    assert m.got == m.python(later) | {"untouched": "as it was"}


# ------------------------------------------------------------------------------------------ another record


@over()
def test_edit_survives_the_loss_of_the_tabs_record(m):
    m.page.allow("404")
    m.control(kinds=[*m.names, "untouched"])
    m.rerun()
    drafts = m.edit_all()
    m.forget()
    m.control(put={"untouched": "set by the fresh page"})
    m.press("other")
    settled(m.page)
    assert m.all_shown() == drafts
    assert m.shown("untouched") == "set by the fresh page"
    m.submit()
    assert m.got == m.python(drafts) | {"untouched": "set by the fresh page"}
