"""Uploads in a browser: at once, beside other work, waited for, and dropped."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import formrerun as fr

A = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"1,2"}
B = {"name": "b ä.csv", "mimeType": "text/csv", "buffer": b"3"}
PICTURE = {"name": "c.png", "mimeType": "image/png", "buffer": b"x"}
DROP = """(zone, names) => {
  const dataTransfer = new DataTransfer();
  for (const name of names) dataTransfer.items.add(new File(['dropped'], name));
  for (const type of ['dragenter', 'dragover', 'drop'])
    zone.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}"""


@fr.page
def outside(request, token):
    file = fr.file_uploader("File", type="csv", key="file")
    fr.text(f"Got {file.name} {file.getvalue().decode()}" if file else "Nothing")


@fr.page
def inside(request, token):
    with fr.form("form"):
        files = fr.file_uploader("Files", accept_multiple_files=True, key="files", max_upload_size=1)
        fr.text_input("Name", key="name")
        sent = fr.form_submit_button("Save")
    fr.text(f"Sent {[file.name for file in files]}" if sent else "Nothing")


def field(page):
    """Return the file field, once its script has taken it over."""
    page.wait_for_selector("fr-upload:defined")
    return page.locator("fr-upload input[type=file]")


def test_a_file_outside_of_forms_runs_the_page(page, visit):
    visit(outside)
    field(page).set_input_files(A)
    expect(page.get_by_text("Got a.csv 1,2")).to_be_visible()
    field(page).set_input_files(B)  # it takes the place of the first one
    expect(page.get_by_text("Got b ä.csv 3")).to_be_visible()
    expect(page.get_by_test_id("stFileUploaderFile")).to_have_count(1)
    page.get_by_role("button", name="Remove b ä.csv").press("Enter")
    expect(page.get_by_text("Nothing")).to_be_visible()
    expect(field(page)).to_be_focused()


def test_it_is_kept_over_a_reload(page, visit):
    visit(outside)
    field(page).set_input_files(A)
    expect(page.get_by_text("Got a.csv 1,2")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Remove a.csv")).to_be_visible()
    expect(page.get_by_text("Got a.csv 1,2")).to_be_visible()


def test_a_click_anywhere_into_the_box_asks_for_a_file(page, visit):
    visit(outside)
    field(page)
    for place in ("stFileUploaderDropzone", "stFileUploaderDropzoneInstructions"):
        with page.expect_file_chooser() as asked:
            page.get_by_test_id(place).click()
        asked.value.set_files(A)
        expect(page.get_by_text("Got a.csv 1,2")).to_be_visible()
        page.get_by_role("button", name="Remove a.csv").press("Enter")
        expect(page.get_by_text("Nothing")).to_be_visible()


def test_what_is_dropped_is_asked_for_its_type(page, visit):
    visit(outside)
    field(page)
    page.get_by_test_id("stFileUploaderDropzone").evaluate(DROP, ["c.png"])
    expect(page.get_by_role("alert").filter(has_text="c.png is not of a type")).to_be_visible()
    page.get_by_test_id("stFileUploaderDropzone").evaluate(DROP, ["d.csv"])
    expect(page.get_by_text("Got d.csv dropped")).to_be_visible()


def test_a_submission_waits_for_what_is_under_way(page, visit):
    visit(inside)
    held = []
    page.route("**/upload/", lambda route: held.append(route), times=1)
    field(page).set_input_files([A, PICTURE])
    expect(page.get_by_role("progressbar")).to_have_count(2)
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_test_id("stStatusWidget")).to_contain_text("as soon as the files are uploaded")
    held[0].continue_()
    expect(page.get_by_text("Sent ['a.csv', 'c.png']")).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_be_empty()


def test_an_upload_may_be_cancelled(page, visit):
    visit(inside)
    held = []
    page.route("**/upload/", lambda route: held.append(route), times=1)
    with page.expect_request("**/upload/"):
        field(page).set_input_files(A)
    page.get_by_role("button", name="Cancel the upload of a.csv").click()
    expect(page.get_by_test_id("stFileUploaderFile")).to_have_count(0)
    field(page).set_input_files(B)
    expect(page.get_by_role("button", name="Remove b ä.csv")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Sent ['b ä.csv']")).to_be_visible()


def test_a_lost_connection_is_tried_again(page, visit):
    visit(outside)
    page.allow("Failed to load resource")
    page.route("**/upload/", lambda route: route.abort(), times=1)
    field(page).set_input_files(A)
    expect(page.get_by_text("Got a.csv 1,2")).to_be_visible()


def test_two_gigabytes_too_many_are_refused_before_they_are_sent(page, visit, tmp_path):
    visit(inside)
    path = tmp_path / "film.bin"
    with path.open("wb") as sparse:
        sparse.truncate(2 * 1024**3)
    field(page).set_input_files(path)
    expect(page.get_by_role("alert").filter(has_text="film.bin is too large: 1 MB")).to_be_visible()


LARGE = 9 * 1024 * 1024  # three parts


@fr.page
def large(request, token):
    file = fr.file_uploader("File", key="file")
    fr.text(f"Got {file.name} {file.size} {sum(map(sum, file.chunks()))}" if file else "Nothing")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(range(256)) * (LARGE // 256))
    return path


def got(page):
    """Expect the whole file."""
    expect(page.get_by_text(f"Got large.bin {LARGE} {sum(range(256)) * (LARGE // 256)}")).to_be_visible()


def test_after_a_lost_connection_it_goes_on_with_what_the_server_has(page, visit, path):
    visit(large)
    page.allow("Failed to load resource")
    begun = []

    def cut(route):
        begun.append(bool(route.request.headers["fr-part"]))
        route.abort() if len(begun) == 2 else route.continue_()

    page.route("**/upload/", cut)
    field(page).set_input_files(path)
    got(page)
    assert begun == [False, True, True, True]


def test_after_a_reload_it_goes_on_when_the_file_is_chosen_again(page, visit, path):
    visit(large)
    held = []
    page.route("**/upload/", lambda route: held.append(route) if held or part_of(route) else route.continue_())
    page.on("dialog", lambda dialog: dialog.accept())  # whether to leave while files go up
    field(page).set_input_files(path)
    page.wait_for_function("() => sessionStorage.getItem('formrerun-uploads')")
    page.reload()
    page.unroute_all(behavior="ignoreErrors")
    expect(page.get_by_role("alert").filter(has_text="large.bin was not uploaded completely")).to_be_visible()
    sent = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/upload/") else None)
    field(page).set_input_files(path)
    got(page)
    assert [bool(request.headers["fr-part"]) for request in sent] == [True, True]
    page.reload()
    expect(page.get_by_role("button", name="Remove large.bin")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="large.bin")).to_have_count(0)


def part_of(route):
    """Return what the request goes on with, or ""."""
    return route.request.headers["fr-part"]


def test_a_server_that_starts_again_goes_on_with_it(page, visit, path, server):
    if not hasattr(server, "kill"):
        pytest.skip("the deployment is restarted all the time")
    visit(large)
    page.allow("Failed to load resource")
    is_away = [True]
    page.route("**/upload/", lambda route: route.abort() if part_of(route) and is_away else route.continue_())
    field(page).set_input_files(path)
    page.wait_for_function("() => sessionStorage.getItem('formrerun-uploads')")
    server.kill()
    server.start()
    is_away.clear()
    got(page)


def test_a_picture_that_is_none_is_refused_at_the_field(page, visit):
    visit(pictures)
    page.allow("Failed to load resource")
    field(page).set_input_files(PICTURE)
    expect(page.get_by_role("alert").filter(has_text="c.png is not what its name says")).to_be_visible()
    expect(page.get_by_text("Nothing")).to_be_visible()


@fr.page
def pictures(request, token):
    file = fr.file_uploader("File", type="png", key="file")
    fr.text(f"Got {file.name}" if file else "Nothing")


def test_a_file_that_is_refused_meanwhile_lets_nothing_be_sent(page, visit):
    visit(inside)
    page.allow("Failed to load resource")
    held = []
    page.route("**/upload/", lambda route: held.append(route), times=1)
    field(page).set_input_files(A)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stStatusWidget")).to_contain_text("as soon as")
    held[0].fulfill(status=413, json={"message": "No room for a.csv."})
    expect(page.get_by_role("alert").filter(has_text="No room for a.csv.")).to_be_visible()
    expect(page.get_by_text("Nothing")).to_be_visible()


@fr.page
def cleared(request, token):
    with fr.form("form", clear_on_submit=True):
        file = fr.file_uploader("File", key="file")
        sent = fr.form_submit_button("Save")
    fr.text(f"Sent {file and file.name}" if sent else "Nothing")


def test_a_cleared_form_shows_no_file_and_sends_none_again(page, visit):
    visit(cleared)
    field(page).set_input_files(A)
    expect(page.get_by_role("button", name="Remove a.csv")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Sent a.csv")).to_be_visible()
    expect(page.get_by_test_id("stFileUploaderFile")).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Sent None")).to_be_visible()


@fr.page
def beside(request, token):
    with fr.form("form", draft=True):
        files = fr.file_uploader("Files", key="files", accept_multiple_files=True)
        fr.form_submit_button("Save")
    count = fr.number_input("Count", value=0, step=1, key="count")
    off = fr.checkbox("Off", key="off")
    fr.file_uploader("Other", key="other", disabled=off, on_change="ignore")
    fr.text(f"Run {count} {off} {len(files)}")


def test_what_is_not_sent_stays_over_other_runs_and_comes_back_as_a_draft(page, visit):
    visit(beside)
    field(page).nth(0).set_input_files([A, B])
    expect(page.get_by_role("button", name="Remove b ä.csv")).to_be_visible()
    page.get_by_label("Off").check()
    expect(page.get_by_text("Run 0 True 0")).to_be_visible()
    expect(page.get_by_test_id("stFileUploaderFile")).to_have_count(2)
    expect(field(page).nth(1)).to_be_disabled()
    other = page.context.new_page()
    other.goto(page.url.partition("?")[0])
    other.get_by_role("button", name="Restore").click()
    expect(other.get_by_role("button", name="Remove a.csv")).to_be_visible()
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Run 0 False 2")).to_be_visible()
    other.close()


def test_without_a_script_the_form_brings_them(plain_page, visit):
    page = plain_page
    visit(inside, page)
    page.locator("fr-upload input[type=file]").set_input_files([A, B])
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Sent ['a.csv', 'b ä.csv']")).to_be_visible()
    page.get_by_role("checkbox", name="a.csv").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Sent ['b ä.csv']")).to_be_visible()
