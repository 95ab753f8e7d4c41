"""Several people look at one page: each sees what the others change, and keeps what is typed and not sent."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from playwright.sync_api import expect

import formrerun as fr
from formrerun import live
from tests.browser import settled
from tests.browser.visits import note, pause

REFRESHES = 200
REACTION = 900  # ms: longer than a page waits between hearing of a change and asking for it


def add(board: str) -> None:
    """Put a line on the board."""
    Group.objects.create(name=f"{board}: {fr.session_state.line}")


def flood(board: str) -> None:
    """Put one more line on the board, and say so far too often."""
    Group.objects.create(name=f"{board}: flooded")
    transaction.on_commit(lambda: [live.refresh(Group) for _ in range(REFRESHES)])


def lines_of(board: str) -> list[str]:
    """Return what stands on a board."""
    groups = live.follow(Group.objects.filter(name__startswith=f"{board}:")).order_by("pk")
    return [group.name.partition(": ")[2] for group in groups]


@fr.page
def board(request, token):
    """Lines that everybody adds to."""
    name = fr.query_params.get("board", token)
    lines = lines_of(name)
    fr.text(" | ".join(lines) or "empty")
    with fr.form("add", clear_on_submit=True):
        fr.text_input("Line", key="line")
        fr.form_submit_button("Add", on_click=add, args=(name,))
    note(token, draft=fr.text_input("Draft", key="draft"))
    fr.button("Flood", on_click=flood, args=(name,))
    pause(token)


@fr.page
def wall(request, token):
    """The board without any widget."""
    fr.text(" | ".join(lines_of(fr.query_params["board"])) or "empty")


@fr.fragment
def board_part(name, token):
    """The board as a part of a page."""
    note(token, part="board")
    fr.text(" | ".join(lines_of(name)) or "empty")
    with fr.form("add", clear_on_submit=True):
        fr.text_input("Line", key="line")
        fr.form_submit_button("Add", on_click=add, args=(name,))


@fr.page
def slow_page(request, token):
    """A page that has other things to do than to follow the board."""
    note(token, part="page")
    with fr.form("other"):
        fr.text_input("Draft", key="draft")
        fr.form_submit_button("Send")
    board_part(fr.query_params["board"], token)


class Someone:
    """One person at a board."""

    def __init__(self, visit, name, way="socket"):
        self.visit, self.page = visit, visit.page
        self.page.goto(f"{visit.url}?board={name}")
        # The tests below shall not pass because a page asks from time to time, nor the others because it need not.
        self.page.wait_for_selector(f"#fr-app[data-fr-hears={way}]")
        self.runs_before = len(visit.seen)

    @property
    def runs(self):
        """How often the page ran since it was opened."""
        return len(self.visit.seen) - self.runs_before

    def field(self, label):
        return self.page.get_by_label(label)

    def add(self, line):
        self.field("Line").fill(line)
        self.page.get_by_role("button", name="Add").click()
        settled(self.page)

    def sees(self, text):
        expect(self.page.get_by_test_id("stText")).to_have_text(text)


@pytest.fixture
def name():
    return f"board-{uuid4().hex[:8]}"


@pytest.fixture
def come(new_page, visit, name):
    """Return how somebody comes to the board, in a browser of their own."""
    return lambda view=board, before=lambda page: None, **options: Someone(
        visit(view, _prepared(new_page(), before)), name, **options
    )


def _prepared(page, before):
    before(page)
    return page


def test_others_see_a_change_and_keep_what_they_type(come):
    ann, bob = come(), come()
    bob.field("Draft").fill("not sent yet")
    bob.field("Line").fill("half a li")
    ann.add("milk")
    bob.sees("milk")
    expect(bob.field("Line")).to_have_value("half a li")
    expect(bob.field("Line")).to_be_focused()
    expect(bob.field("Draft")).to_have_value("not sent yet")
    bob.field("Line").press_sequentially("ne")
    bob.page.get_by_role("button", name="Add").click()
    bob.sees("milk | half a line")
    ann.sees("milk | half a line")


def test_ones_own_change_is_shown_by_ones_own_submission(come):
    ann, bob = come(), come()
    ann.add("milk")
    bob.sees("milk")
    bob.add("bread")
    ann.sees("milk | bread")
    assert (ann.runs, bob.runs) == (2, 2)  # each one submission and one change by the other


def test_ones_own_change_heard_of_before_its_answer_makes_no_run(come):
    ann = come()

    def answer_late(route):
        answer = route.fetch()
        ann.page.wait_for_timeout(REACTION)
        route.fulfill(response=answer)

    ann.page.route(f"**{ann.visit.url}*", answer_late)
    ann.add("milk")
    ann.sees("milk")
    ann.page.wait_for_timeout(REACTION)
    assert ann.runs == 1


def test_a_page_without_widgets_follows_too(come):
    screen, ann = come(wall), come()
    ann.add("milk")
    screen.sees("milk")
    ann.add("bread")
    screen.sees("milk | bread")


def test_a_fragment_that_follows_runs_alone(come):
    ann, bob = come(), come(slow_page)
    bob.field("Draft").fill("not sent yet")
    ann.add("milk")
    bob.sees("milk")
    bob.add("bread")
    ann.sees("milk | bread")
    ann.add("salt")
    bob.sees("milk | bread | salt")
    # What the others did, and what it did itself, once each; the page around it never.
    assert [seen["part"] for seen in bob.visit.seen[bob.runs_before :]] == ["board"] * 3
    expect(bob.field("Draft")).to_have_value("not sent yet")


def test_a_flood_of_refreshes_is_few_runs(come):
    ann, bob = come(), come()
    bob.field("Draft").fill("not sent yet")
    ann.page.get_by_role("button", name="Flood").click()
    bob.sees("flooded")
    ann.add("milk")
    bob.sees("flooded | milk")
    assert bob.runs < REFRESHES / 4
    expect(bob.field("Draft")).to_have_value("not sent yet")


def test_a_change_waits_for_the_submission_that_is_under_way(come):
    ann, bob = come(), come()
    bob.visit.hold()
    bob.field("Draft").fill("sent")
    bob.field("Draft").press("Enter")
    while not bob.runs:
        pass  # it is drawn without the milk
    ann.add("milk")
    bob.field("Line").fill("half a line")
    bob.visit.free()
    bob.sees("milk")
    assert bob.runs == 2
    assert bob.visit.last["draft"] == "sent"
    expect(bob.field("Line")).to_have_value("half a line")


def test_what_a_lost_connection_missed_is_seen_when_it_is_back(come):
    doors = []

    def control(page):
        page.route_web_socket("**/formrerun/live/**", lambda door: doors.append((door, door.connect_to_server())))

    ann, bob = come(), come(before=control)
    doors[-1][1].on_message(lambda message: None)  # every message to bob is lost from here on
    ann.add("milk")
    ann.sees("milk")
    doors[-1][0].close()
    bob.sees("milk")


def test_without_websockets_it_asks(come):
    ann, bob = come(), come(before=lambda page: page.add_init_script("delete window.WebSocket"), way="asking")
    bob.field("Line").fill("half a line")
    ann.add("milk")
    bob.sees("milk")
    expect(bob.field("Line")).to_have_value("half a line")


def test_a_hidden_page_waits_until_somebody_looks(come):
    ann, bob = come(), come()
    hide = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')) }"
    bob.page.evaluate(hide, True)
    ann.add("milk")
    ann.add("bread")
    ann.sees("milk | bread")
    assert bob.runs == 0
    bob.page.evaluate(hide, False)
    bob.sees("milk | bread")
    assert bob.runs == 1


def test_a_browser_that_has_lost_its_session_says_so_and_keeps_what_is_typed(come):
    ann, bob = come(), come()
    ann.field("Draft").fill("not sent yet")
    ann.page.context.clear_cookies()
    ann.page.allow("40[134]")
    bob.add("milk")
    expect(ann.page.get_by_test_id("stStatusWidget")).to_be_visible()
    expect(ann.field("Draft")).to_have_value("not sent yet")
