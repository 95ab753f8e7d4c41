"""What only a browser does: popovers and what is open, toasts that go, messages sent by Enter, ways between pages."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

import formrerun as fr
from tests.browser import field, press, settled
from tests.browser.visits import note, pause

# ---------------------------------------------------------------------------------------------------- what is open


@fr.page
def openings(token):
    with fr.popover("Filter", key="filter", on_change="rerun") as filter_:
        fr.text_input("Name", key="name")
    _one, two = fr.tabs(["One", "Two"], key="tabs", on_change="rerun")
    with fr.expander("More", key="more", on_change="rerun") as more:
        fr.write("inside")
    fr.button("Open all", on_click=open_all)
    note(token, filter=filter_.open, two=two.open, more=more.open)


def open_all():
    fr.session_state.update(filter=True, tabs="Two", more=True)


def test_the_page_knows_what_people_open(page, visit):
    seen = visit(openings)
    page.get_by_role("tab", name="Two").click()
    settled(page)
    assert seen.last == {"filter": False, "two": True, "more": False}
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Filter").click()
    settled(page)
    expect(page.get_by_label("Name")).to_be_visible()
    assert seen.last == {"filter": True, "two": True, "more": True}


def test_an_answer_does_not_close_what_was_opened_just_before_it(page, visit):
    seen = visit(openings)
    page.get_by_role("button", name="Filter").evaluate("""button => {
      button.click();
      document.getElementById('fr-app').dispatchEvent(new Event('formrerun:shown'));  // before the browser tells of it
    }""")
    settled(page)
    expect(page.get_by_label("Name")).to_be_visible()
    assert seen.last["filter"] is True


def test_escape_closes_a_popover_and_gives_the_focus_back(page, visit):
    seen = visit(openings)
    page.get_by_role("button", name="Filter").click()
    settled(page)
    page.get_by_label("Name").fill("kept")
    page.keyboard.press("Escape")
    settled(page)
    expect(page.get_by_label("Name")).to_be_hidden()
    expect(page.get_by_role("button", name="Filter")).to_be_focused()
    assert seen.last["filter"] is False
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_label("Name")).to_have_value("kept")


def test_the_server_opens_what_it_wants(page, visit):
    seen = visit(openings)
    press(page, "Open all")
    expect(page.get_by_label("Name")).to_be_visible()
    expect(page.get_by_text("inside")).to_be_visible()
    expect(page.get_by_role("tab", name="Two")).to_have_attribute("aria-selected", "true")
    assert len(seen.seen) == 2  # what opens by itself is no news to the page


def test_a_run_does_not_close_a_popover(page, visit):
    visit(openings)
    page.get_by_role("button", name="Filter").click()
    settled(page)
    page.get_by_label("Name").fill("x")
    page.get_by_label("Name").press("Enter")
    settled(page)
    expect(page.get_by_label("Name")).to_be_visible()
    expect(page.get_by_label("Name")).to_be_focused()


def test_only_a_popover_that_is_open_can_be_found_by_its_name(page, visit):
    visit(openings)
    expect(page.get_by_test_id("stPopover").get_by_role("button")).to_have_count(1)
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.get_by_role("button", name="Filter").click()
    settled(page)
    expect(page.get_by_test_id("stPopoverBody").get_by_label("Name")).to_be_visible()
    expect(page.get_by_test_id("stPopoverButton")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(page.get_by_test_id("stPopoverButton")).to_have_attribute("aria-expanded", "false")


@fr.page
def wide(token):
    with fr.popover("Wide", width="stretch"):
        fr.text("inside")
    with fr.popover("Narrow"):
        fr.text("inside")


def test_a_popover_is_as_wide_as_a_button_that_is_stretched(page, visit):
    visit(wide)
    for name, is_as_wide in (("Wide", True), ("Narrow", False)):
        page.get_by_role("button", name=name).click()
        button, body = page.get_by_role("button", name=name), page.get_by_test_id("stPopoverBody")
        expect(body).to_be_visible()
        assert (button.bounding_box()["width"] == body.bounding_box()["width"]) is is_as_wide
        page.keyboard.press("Escape")
        expect(body).to_have_count(0)


# ------------------------------------------------------------------------------------------------------ the sidebar


@fr.page
def beside(token):
    fr.set_page_config(initial_sidebar_state=fr.session_state.get("state", "auto"))
    fr.sidebar.text("beside")
    for state in ("collapsed", "expanded"):
        if fr.button(state, on_click=fr.session_state.update, kwargs={"state": state}):
            fr.set_page_config(page_title=state, page_icon=state[0])


def test_the_sidebar_is_open_where_there_is_room_and_otherwise_if_the_page_wants_it(new_page, visit):
    page = new_page()
    visit(beside, page)
    inside = page.get_by_text("beside", exact=True)
    expect(inside).to_be_visible()
    page.set_viewport_size({"width": 400, "height": 800})
    expect(inside).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})  # a tablet is turned, and turned back
    expect(inside).to_be_visible()
    page.set_viewport_size({"width": 400, "height": 800})
    expect(inside).to_be_hidden()
    press(page, "expanded")
    expect(inside).to_be_visible()
    press(page, "collapsed")
    expect(inside).to_be_hidden()


def test_the_buttons_of_the_sidebar_have_a_name_each(page, visit):
    visit(beside)
    sidebar, inside = page.get_by_test_id("stSidebar"), page.get_by_text("beside", exact=True)
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    page.get_by_test_id("stSidebarCollapseButton").click()
    expect(inside).to_be_hidden()
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    press(page, "collapsed")  # an answer does not bring the other name back
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(inside).to_be_visible()


def test_the_browser_s_tab_says_what_the_last_run_said(page, visit):
    visit(beside)
    press(page, "collapsed")
    expect(page).to_have_title("collapsed")
    icon = page.locator("link[rel='shortcut icon']")
    expect(icon).to_have_attribute("href", re.compile("%3Ec%3C"))
    press(page, "expanded")
    expect(page).to_have_title("expanded")
    expect(icon).to_have_attribute("href", re.compile("%3Ee%3C"))


# ---------------------------------------------------------------------------------------------------- dialogs


@fr.page
def asking(token):
    clock(token)


@fr.fragment(run_every=60)
def clock(token):
    runs = fr.session_state.runs = fr.session_state.get("runs", 0) + 1
    fr.caption(f"run {runs}")
    if fr.button("Ask"):
        reason()
    if fr.button("Delete"):
        really()
    if fr.button("Work"):
        fr.session_state.left = 3
    if fr.session_state.get("left"):
        fr.session_state.left -= 1
        working()


@fr.dialog("Why?")
def reason():
    fr.text(f"says {fr.text_input('Reason')}")


def test_a_timer_waits_while_a_dialog_is_open_that_it_would_close(new_page, visit):
    page = new_page()
    page.clock.install()
    visit(asking, page)
    press(page, "Ask")
    expect(page.get_by_text("run 2")).to_be_attached()
    field(page, "Reason").fill("because")
    page.clock.fast_forward(60_000)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stText")).to_have_text("says because")
    expect(page.get_by_text("run 2")).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.get_by_text("run 3")).to_be_visible()


@fr.dialog("Really?")
def really():
    if fr.button("Yes"):
        fr.session_state.deleted = True
    fr.text(f"deleted {fr.session_state.get('deleted', False)}")


@fr.dialog("Working")
def working():
    fr.text(f"{fr.session_state.left} left")
    fr.button("Cancel")


def test_a_timer_closes_no_dialog_that_has_buttons_only(new_page, visit):
    page = new_page()
    page.clock.install()
    visit(asking, page)
    press(page, "Delete")
    with page.expect_response(lambda response: "fr-held" in response.headers):
        page.clock.fast_forward(60_000)
    page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    expect(page.get_by_text("deleted True")).to_be_visible()
    page.clock.fast_forward(60_000)
    expect(page.get_by_text("run 2")).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.get_by_text("run 3")).to_be_visible()


def test_a_dialog_that_the_page_opens_by_itself_is_drawn_and_closed_by_its_timer(new_page, visit):
    page = new_page()
    page.clock.install()
    visit(asking, page)
    press(page, "Work")
    for left in (2, 1, 0):
        expect(page.get_by_role("dialog", name="Working").get_by_text(f"{left} left")).to_be_visible()
        settled(page)
        page.clock.fast_forward(60_000)
    expect(page.get_by_role("dialog")).to_have_count(0)


# ---------------------------------------------------------------------------------------------------- toasts, chats


@fr.page
def celebrations(token):
    if fr.button("Save"):
        fr.toast("Saved", duration=60)
        fr.toast("Read this", duration="infinite")
        fr.balloons()
    fr.button("Other")


def test_toasts_outlive_the_next_run_and_go_by_themselves(new_page, visit):
    page = new_page()
    page.clock.install()
    visit(celebrations, page)
    press(page, "Save")
    press(page, "Other")
    expect(page.get_by_test_id("stToast")).to_have_count(2)
    page.clock.fast_forward(60_000)
    expect(page.get_by_text("Saved")).to_have_count(0)
    expect(page.get_by_text("Read this")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_test_id("stToast")).to_have_count(0)


@fr.page
def steps(token):
    if fr.button("First"):
        fr.toast("Step 1", duration="infinite")
        fr.toast("Step 2", duration="infinite")
    if fr.button("Second"):
        fr.toast("Step 3", duration="infinite")


def test_the_newest_toast_stands_on_top(page, visit):
    visit(steps)
    press(page, "First")
    press(page, "Second")
    expect(page.get_by_test_id("stToastText")).to_have_text(["Step 3", "Step 2", "Step 1"])


def test_a_repeated_answer_shows_them_once(page, visit):
    visit(celebrations)
    press(page, "Save")
    page.get_by_text("Read this").wait_for()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")  # asks for the page again
    settled(page)
    expect(page.get_by_text("Read this")).to_have_count(1)
    expect(page.get_by_test_id("stBalloons")).to_have_count(1)


def test_balloons_fly_over_the_page_and_take_no_place_in_it(page, visit):
    visit(celebrations)
    press(page, "Save")
    balloons = page.get_by_test_id("stBalloons")
    expect(balloons).to_have_css("position", "fixed")
    expect(balloons.locator("i").first).to_have_css("animation-name", "fr-rise")


def test_balloons_stay_away_from_people_who_want_no_motion(new_page, visit):
    page = new_page(reduced_motion="reduce")
    visit(celebrations, page)
    press(page, "Save")
    expect(page.get_by_test_id("stBalloons")).to_be_hidden()


@fr.page
def chat(token):
    said = fr.chat_input("Say something")
    if said:
        pause(token)
    note(token, said=said)


def test_enter_sends_and_shift_enter_breaks_the_line(page, visit):
    seen = visit(chat)
    box = page.get_by_placeholder("Say something")
    box.click()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    settled(page)
    assert seen.last == {"said": "one\ntwo"}
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_a_blank_message_is_not_sent(page, visit):
    seen = visit(chat)
    page.get_by_placeholder("Say something").fill("  ")
    page.keyboard.press("Enter")
    settled(page)
    assert len(seen.seen) == 1


def test_the_next_message_is_typed_while_the_first_is_answered(page, visit):
    seen = visit(chat)
    box = page.get_by_placeholder("Say something")
    seen.hold()
    box.fill("first")
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    page.keyboard.type("second")
    seen.free()
    settled(page)
    assert seen.last == {"said": "first"}
    expect(box).to_have_value("second")


@fr.page
def patient(token):
    said = fr.chat_input("Say something", submit_mode="disable")
    if said:
        pause(token)
    note(token, said=said)


def test_a_patient_chat_takes_one_message_at_a_time(page, visit):
    seen = visit(patient)
    box = page.get_by_placeholder("Say something")
    seen.hold()
    box.fill("first")
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    page.keyboard.type("second")
    page.keyboard.press("Enter")
    expect(box).to_have_value("second")
    seen.free()
    settled(page)
    assert [run["said"] for run in seen.seen] == [None, "first"]
    page.keyboard.press("Enter")
    settled(page)
    assert seen.last == {"said": "second"}


def test_the_button_beside_a_message_stops_its_run(page):
    page.goto("/tr/chat/")
    page.get_by_placeholder("Say something").fill("go")
    page.keyboard.press("Enter")
    page.get_by_text("step 1", exact=True).wait_for()
    page.get_by_test_id("stChatInputSubmitButton").click()
    settled(page)
    expect(page.get_by_test_id("stStatusWidget")).to_contain_text("Stopped.")
    expect(page.get_by_text("step 199")).to_have_count(0)


# ---------------------------------------------------------------------------------------------------- several pages


@fr.page
def shop(token):
    def orders():
        fr.text_input("Search", key="search", bind="query-params")
        fr.session_state.seen = [*fr.session_state.get("seen", []), "orders"]

    def refunds():
        fr.session_state.seen = [*fr.session_state.get("seen", []), "refunds"]

    chosen = fr.navigation([fr.Page(orders, title="Orders"), fr.Page(refunds, title="Refunds")])
    around = fr.sidebar.text_input("Around", key="around")
    chosen.run()
    note(token, page=chosen.title, around=around, seen=list(fr.session_state.seen))


def test_links_back_and_forward_take_the_state_along(page, visit):
    seen = visit(shop)
    page.get_by_label("Around").fill("A")
    page.get_by_role("link", name="Refunds").click()  # what was typed is sent first
    expect(page.get_by_role("link", name="Refunds")).to_have_attribute("aria-current", "page")
    expect(page).to_have_url(re.compile(r"/refunds/$"))
    assert seen.last == {"page": "Refunds", "around": "A", "seen": ["orders", "orders", "refunds"]}
    page.go_back()
    expect(page.get_by_role("link", name="Orders")).to_have_attribute("aria-current", "page")
    expect(page.get_by_label("Around")).to_have_value("A")
    page.go_forward()
    expect(page.get_by_role("link", name="Refunds")).to_have_attribute("aria-current", "page")
    expect(page.get_by_label("Around")).to_have_value("A")


@fr.page
def members(token):
    def login():
        if fr.button("Log in"):
            fr.session_state.user = "Ada"
            fr.rerun()

    def home():
        fr.text("Home")

    def account():
        fr.text(f"Account of {fr.session_state.user}")

    fr.navigation([fr.Page(home), fr.Page(account)] if "user" in fr.session_state else [fr.Page(login)]).run()


def test_back_and_a_reload_keep_the_login_of_a_page_that_only_its_menu_has(page, visit):
    visit(members)
    press(page, "Log in")
    page.get_by_role("link", name="account").click()
    expect(page.get_by_text("Account of Ada")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Account of Ada")).to_be_visible()
    page.get_by_role("link", name="home").click()
    expect(page.get_by_text("Home", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Account of Ada")).to_be_visible()


@fr.page
def many_pages(token):
    fr.navigation([fr.Page(lambda: None, title=f"Page {n}", url_path=f"p{n}") for n in range(15)])
    fr.sidebar.button("Again")


def test_a_folded_menu_says_what_unfolds_and_folds_it(page, visit):
    visit(many_pages)
    line, last = page.get_by_test_id("stSidebarNavViewButton"), page.get_by_role("link", name="Page 14")
    expect(line).to_have_text("View 5 more")
    expect(last).to_have_count(0)
    line.click()
    expect(line).to_have_text("View less")
    press(page, "Again")
    expect(line).to_have_text("View less")
    expect(last).to_be_visible()
    line.click()
    expect(line).to_have_text("View 5 more")
    line.click()
    last.click()
    expect(last).to_have_attribute("aria-current", "page")
    expect(line).to_have_text("View less")


def test_back_restores_a_bound_value(page, visit):
    visit(shop)
    for word in ("boots", "coats"):
        page.get_by_label("Search").fill(word)
        page.get_by_label("Search").press("Enter")
        settled(page)
    expect(page).to_have_url(re.compile(r"\?search=coats$"))
    page.get_by_label("Search").blur()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?search=boots$"))
    expect(page.get_by_label("Search")).to_have_value("boots")
    page.go_back()
    expect(page.get_by_label("Search")).to_have_value("")


# ------------------------------------------------------------------------------------------------------------ pictures


def drawing(width):
    """Return the address of a picture that is half as high as wide."""
    return f"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{width // 2}'/%3E"


@fr.page
def pictures(token):
    fr.image(drawing(300), caption="Plan")
    fr.graphviz_chart("digraph { a -> b }", alt="Graph")


@fr.page
def small_and_linked(token):
    fr.image(drawing(60), caption="Small")
    fr.image(drawing(300), caption="Linked", link="https://example.com/")
    fr.image(drawing(302), caption="Plan")


def test_a_button_covers_no_small_picture_and_no_link(page, visit):
    visit(small_and_linked)
    expect(page.get_by_test_id("stImage").filter(has_text="Plan").get_by_role("button")).to_be_visible()
    expect(page.get_by_role("button", name="Fullscreen")).to_have_count(1)


@pytest.mark.parametrize(("kind", "name"), [("stImage", "Plan"), ("stGraphVizChart", "Graph")])
def test_a_picture_is_shown_as_large_as_the_window(page, visit, kind, name):
    if kind == "stGraphVizChart" and shutil.which("dot") is None:
        pytest.skip("There is no Graphviz: its program dot is not installed.")
    visit(pictures)
    button = page.get_by_test_id(kind).get_by_role("button", name="Fullscreen")
    button.click()
    dialog = page.get_by_role("dialog", name=name)
    window = page.viewport_size
    assert dialog.bounding_box() == {"x": 0, "y": 0, **window}
    assert dialog.get_by_role("img").bounding_box()["width"] > 800
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    button.click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
