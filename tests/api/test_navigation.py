"""Several pages: scripts with ``navigation``, the folder ``pages``, and views of a project in one menu."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.urls import clear_url_caches, path

import formrerun as fr
from formrerun.testing import AppTest
from tests.visitor import Visitor

APP = """
import streamlit as st

def home():
    st.title("Home")
    st.text_input("Name", key="name")
    if st.button("Go"):
        st.switch_page("pages/orders.py", query_params={"status": "open"})
    st.page_link("pages/orders.py", label="See orders")

page = st.navigation(
    {"Shop": [st.Page(home, icon="🏠"), st.Page("pages/orders.py", title="All orders")],
     "Else": [st.Page("https://example.org", title="Manual")]}
)
st.sidebar.text_input("Around", key="around")
page.run()
"""
ORDERS = """
import streamlit as st
st.header("Orders")
st.text_input("Name", key="name")
st.text_input("Kept", key="kept", persist_state="session")
st.text(f"{sorted(st.session_state)} {dict(st.query_params)}")
"""

BOUND = """
import streamlit as st

def find():
    st.text_input("Word", key="word", bind="query-params")

def other():
    if st.button("Say"):
        st.query_params["word"] = "its own"
    st.text(f"{st.session_state.word} {dict(st.query_params)}")

def plain():
    st.text(f"plain {st.session_state.get('mine')} {st.session_state.get('word')}")

def mine():
    if st.button("Keep"):
        st.session_state.mine = 1
    st.text(f"mine {st.session_state.get('mine')}")

st.navigation([st.Page(find), st.Page(other), st.Page(plain), st.Page(mine)]).run()
"""


@pytest.fixture
def app(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "pages" / "orders.py").write_text(ORDERS)
    return tmp_path / "app.py"


@pytest.fixture
def visitor(app, serve, settings, db):
    """Open the script over HTTP, at /app/ and below."""
    view = fr.script_page(app)
    settings.ROOT_URLCONF.urlpatterns += [
        path("app/", view, name="app"),
        path("app/<str:fr_page>/", view, name="app"),
    ]
    clear_url_caches()
    return Visitor("/app/")


class TestAppTest:
    def test_the_first_page_is_the_default(self, app):
        at = AppTest.from_file(app).run()
        assert at.title[0].value == "Home"
        assert at.page_link[0].label == "See orders"

    def test_switch_page_draws_the_other_page(self, app):
        at = AppTest.from_file(app).run()
        at.session_state.mine = 1
        at.text_input("around").input("A")
        at.text_input("name").input("N")
        at.button[0].click().run()
        assert len(at.title) == 0
        assert at.text[0].value == "['around', 'kept', 'mine', 'name'] {'status': 'open'}"
        assert (at.session_state.around, at.session_state.name) == ("A", "")

    def test_what_is_kept_is_there_on_another_page_and_when_one_comes_back(self):
        at = AppTest.from_string("""
            import streamlit as st

            def first():
                st.text_input("Word", key="word", bind="query-params")
                st.text_input("Kept", key="kept", persist_state="session")
                st.text_input("Here", key="here", persist_state="page")
                if st.button("On"):
                    st.switch_page(st.Page(second))

            def second():
                st.text([st.session_state.get(key) for key in ("word", "kept", "here")])
                if st.button("Back"):
                    st.switch_page(st.Page(first))

            st.navigation([st.Page(first), st.Page(second)]).run()
        """).run()
        for field in at.text_input:
            field.input("x")
        at.run()
        at.button[0].click().run()
        assert at.text[0].value == "['x', 'x', None]"
        at.button[0].click().run()
        assert at.text_input.values == ["x", "x", ""]

    @pytest.mark.parametrize("where", ["st.Page(first)", "st.Page(first, title='Again')"])
    @pytest.mark.parametrize("how", ["if st.button('Again'): go()", "st.button('Again', on_click=go)"])
    def test_a_switch_to_the_page_itself_starts_it_again_with_what_its_widgets_have(self, how, where):
        at = AppTest.from_string(f"""
            import streamlit as st

            def first():
                st.text_input("Name", key="name")
                st.text(dict(st.query_params))

            def go():
                st.switch_page({where}, query_params={{"status": "open"}})

            page = st.navigation([st.Page(first), st.Page(lambda: None, title="Second", url_path="second")])
            {how}
            page.run()
            st.text_input("After")
        """)
        at.query_params["old"] = "1"
        at.run()
        at.text_input[0].input("N")
        at.text_input[1].input("A").run()
        at.button[0].click().run()
        assert [field.value for field in at.text_input] == ["N", "A"]
        assert (at.text[0].value, at.button[0].value) == ("{'status': 'open'}", False)

    def test_the_menu_is_no_element_of_the_body(self, app):
        at = AppTest.from_file(app).run()
        assert [e.type for e in at.sidebar if e.type != "sidebar"] == ["text_input"]


class TestHttp:
    def test_the_menu_marks_the_current_page(self, visitor):
        menu = visitor.page.one("nav")
        assert [(link.text, link["href"], link.get("aria-current")) for link in menu.all("a")] == [
            ("🏠 home", "/app/", "page"),
            ("All orders", "/app/orders/", ""),
            ("Manual (opens in a new tab)", "https://example.org", ""),
        ]
        assert [node.text for node in menu.by_test_id("stNavSectionHeader")] == ["Shop", "Else"]

    def test_a_page_has_its_own_title(self, client, visitor):
        assert "<title>All orders</title>" in client.get("/app/orders/").content.decode()

    def test_switch_page_takes_along_what_is_the_author_s_and_what_is_around(self, visitor):
        visitor.fill("Around", "A").fill("Name", "N").post("fr-page", "")
        visitor.press("Go")
        assert "['around', 'kept', 'name'] {'status': 'open'}" in visitor.text
        assert (visitor.shown("Around"), visitor.shown("Name")) == (["A"], [""])

    def test_an_embedded_page_leads_to_embedded_ones(self, visitor):
        embedded = "embed=true&embed_options=light_theme"
        visitor.url = visitor.here = "/app/?embed=True&embed_options=light_theme&other=1"
        visitor.open()
        links = {link["href"]: link.get("aria-current") for link in visitor.page.one("nav").all("a")}
        assert links == {f"/app/?{embedded}": "page", f"/app/orders/?{embedded}": "", "https://example.org": ""}
        [link] = visitor.page.by_test_id("stPageLink-NavLink")
        assert link["href"] == f"/app/orders/?{embedded}"
        visitor.press("Go")
        assert visitor.here.startswith(f"/app/orders/?{embedded}&status=open")
        assert "{'status': 'open'}" in visitor.text

    def test_each_page_s_widget_is_its_own(self, visitor):
        home = visitor.name("Name"), visitor.name("Around")
        visitor.press("Go")
        assert visitor.name("Name") != home[0]
        assert visitor.name("Around") == home[1]

    def test_a_link_takes_it_along_too(self, visitor, client):
        visitor.fill("Around", "A").post("fr-page", "")
        tab = visitor.tab
        for how in (
            {"query_params": {"fr": f"{tab}.1"}},
            {"headers": {"Referer": f"http://testserver/app/?fr={tab}.2"}},
        ):
            html = visitor.client.get("/app/orders/", **how).content.decode()
            assert 'value="A"' in html
        assert (
            'value="A"'
            not in client.get(
                "/app/orders/", headers={"Referer": f"http://testserver/app/?fr={tab}.2"}
            ).content.decode()
        )

    def test_what_is_kept_for_the_session_survives_other_pages(self, visitor):
        visitor.press("Go")
        visitor.fill("Kept", "K").fill("Name", "N").post("fr-page", "")
        for page in ("/app/", "/app/orders/"):
            visitor.url = visitor.here = f"{page}?fr={visitor.tab}.1"
            visitor.open()
        assert (visitor.shown("Kept"), visitor.shown("Name")) == (["K"], [""])

    def test_a_page_without_widgets_hands_on_what_it_was_given(self, app, visitor):
        app.write_text(BOUND)
        visitor.url = visitor.here = "/app/mine/"
        visitor.open()
        visitor.press("Keep")
        for page, says in (("plain", "plain 1 None"), ("mine", "mine 1"), ("plain", "plain 1 None")):
            visitor.url = visitor.here = f"/app/{page}/?fr={visitor.tab}.1"
            visitor.open()
            assert says in visitor.text

    def test_what_is_bound_is_in_the_address_again_when_one_comes_back(self, app, visitor):
        app.write_text(BOUND)
        visitor.open()
        visitor.fill("Word", "boots").post("fr-page", "")
        assert visitor.here.startswith("/app/?word=boots")
        visitor.url = visitor.here = f"/app/other/?fr={visitor.tab}.1"
        visitor.open()
        assert "boots {}" in visitor.text
        visitor.press("Say")
        assert "boots {'word': 'its own'}" in visitor.text
        for _again in range(2):
            visitor.url = visitor.here = f"/app/plain/?fr={visitor.tab}.1"
            visitor.open()
            assert "plain None boots" in visitor.text
            visitor.url = visitor.here = f"/app/?fr={visitor.tab}.1"
            visitor.open()
            assert visitor.shown("Word") == ["boots"]
            assert visitor.page.one(id="fr-app")["data-fr-query"] == "word=boots"

    def test_a_page_that_is_not_there(self, visitor, client):
        assert client.get("/app/nonsense/").status_code == 404

    def test_a_script_without_pages_has_none(self, tmp_path, serve, settings, client, db):
        (tmp_path / "one.py").write_text("import streamlit as st\nst.title('One')")
        settings.ROOT_URLCONF.urlpatterns.append(path("one/<str:fr_page>/", fr.script_page(tmp_path / "one.py")))
        clear_url_caches()
        assert client.get("/one/nonsense/").status_code == 404

    def test_a_missing_line_in_the_urlconf_is_named(self, app, serve, client, settings, db):
        settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}
        url = serve(fr.script_page(app), plain=True)
        assert "&lt;str:fr_page&gt;/" in client.get(url).content.decode()


GATED = """
import streamlit as st

def login():
    if st.button("Log in"):
        st.session_state.user = "Ada"
        st.rerun()

def leave():
    del st.session_state.user
    st.rerun()

def home():
    if st.button("See orders"):
        st.switch_page(st.Page(orders), query_params={"who": "Ada"})

def orders():
    st.text(f"Orders of {st.session_state.user}")
    st.button("Leave", on_click=st.session_state.clear)

inside = [st.Page(home), st.Page(orders), st.Page(leave)]
st.navigation(inside if "user" in st.session_state else [st.Page(login, title="Log in")]).run()
"""


class TestLogin:
    """Pages that are there after a login only: who has left them goes on at what is left."""

    @pytest.fixture
    def visitor(self, app, visitor):
        app.write_text(GATED)
        visitor.open()
        visitor.press("Log in")
        visitor.press("See orders")
        assert "Orders of Ada" in visitor.text
        return visitor

    def test_a_button_that_logs_out(self, visitor):
        visitor.press("Leave")
        assert visitor.here.startswith("/app/?who=Ada&fr=")
        visitor.press("Log in")
        assert "See orders" in visitor.text

    def test_a_page_that_logs_out(self, visitor):
        visitor.url = visitor.here = f"/app/leave/?fr={visitor.tab}.1"
        visitor.open()
        assert visitor.button("Log in")

    def test_who_comes_first_is_asked_to_log_in(self, visitor, client):
        assert client.get("/app/orders/?who=Eve").url == "/app/?who=Eve"

    def test_a_test_goes_on_too(self, app):
        app.write_text(GATED)
        at = AppTest.from_file(app).run()
        for label in ("Log in", "See orders", "Leave", "Log in"):
            assert at.button[0].label == label
            at.button[0].click().run()


class TestFolder:
    def test_the_folder_pages_is_a_menu(self, tmp_path):
        (tmp_path / "pages").mkdir()
        (tmp_path / "main.py").write_text(
            "import streamlit as st\nst.title('Main')\nst.switch_page('pages/2_📈_Plot.py')"
        )
        (tmp_path / "pages" / "2_📈_Plot.py").write_text("import streamlit as st\nst.title('Plot')")
        (tmp_path / "pages" / "1_First.py").write_text("import streamlit as st\nst.title('First')")
        at = AppTest.from_file(tmp_path / "main.py").run()
        assert [title.value for title in at.title] == ["Plot"]
        menu = at._run.drawing.roots["menu"].children[0]
        assert [(link.title, link.icon, link.url, link.current) for link in menu.sections[0][1]] == [
            ("main", "", "/", False),
            ("First", "", "/First", False),
            ("Plot", "📈", "/Plot", True),
        ]

    def test_its_menu_is_left_out_where_the_options_say_so(self, tmp_path):
        for folder in ("pages", ".streamlit"):
            (tmp_path / folder).mkdir()
        (tmp_path / ".streamlit" / "config.toml").write_text("[client]\nshowSidebarNavigation = false\n")
        (tmp_path / "main.py").write_text("import streamlit as st\nst.page_link('pages/orders.py')")
        (tmp_path / "pages" / "orders.py").write_text(ORDERS)
        at = AppTest.from_file(tmp_path / "main.py").run()
        assert "menu" not in at._run.drawing.roots
        assert at.switch_page("pages/orders.py").run().header[0].value == "Orders"

    def test_pages_of_one_name_are_refused_as_in_streamlit(self, tmp_path):
        (tmp_path / "pages").mkdir()
        (tmp_path / "main.py").write_text("import streamlit as st\nst.title('Main')")
        for number in (1, 2):
            (tmp_path / "pages" / f"{number}_plot.py").write_text("")
        at = AppTest.from_file(tmp_path / "main.py").run()
        assert "Two pages resolve to the URL pathname `/plot`" in at.exception[0].message


class TestViews:
    @pytest.fixture
    def site(self, serve):
        def menu():
            fr.navigation([orders, users])

        @fr.page(title="Orders", icon="📦")
        def orders():
            menu()
            fr.write("all orders")
            fr.page_link(users, label="Go to users")

        @fr.page(title="Users", permission_required="auth.view_user")
        def users():
            menu()
            fr.write("all users")

        return serve(orders, "orders/"), serve(users, "users/")

    def test_who_may_see_all_gets_all(self, site, admin_client):
        html = admin_client.get(site[1]).content.decode()
        assert (
            '<a class="stSidebarNavLink fr-menu-link" data-testid="stSidebarNavLink" href="/users/" data-fr-page'
            in html
        )
        assert html.index('href="/orders/"') < html.index('href="/users/" data-fr-page aria-current="page"')

    def test_what_one_may_not_see_is_left_out(self, site, client, db):
        client.force_login(get_user_model().objects.create_user("clerk"))
        assert 'data-testid="stSidebarNav"' not in client.get(site[0]).content.decode()  # a menu of one page is none

    def test_it_stays_with_the_url_s_arguments(self, serve, client, db):
        @fr.page
        def customer(customer_id):
            fr.navigation([customer, bills])

        @fr.page
        def bills(customer_id):
            fr.write("bills")

        serve(customer, "customers/<int:customer_id>/")
        serve(bills, "customers/<int:customer_id>/bills/")
        assert 'href="/customers/7/bills/"' in client.get("/customers/7/").content.decode()

    def test_a_view_without_an_address_is_named(self, serve, client, settings, db):
        settings.FORMRERUN = {"SHOW_ERROR_DETAILS": True}

        @fr.page
        def lost():
            fr.write("x")

        html = client.get(serve(lambda: fr.page_link(lost))).content.decode()
        assert "Could not find page: <code>lost</code>" in html


class TestPage:
    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (lambda: fr.Page("nowhere.py"), "Unable to create Page. The file `nowhere.py` could not be found."),
            (lambda: fr.Page("https://example.org"), "External URL pages require a non-empty title."),
            (
                lambda: fr.Page("https://x.org", title="X", default=True),
                "External URL pages cannot be set as the default",
            ),
            (lambda: fr.Page(print, url_path="a/b"), "The `url_path` `a/b` cannot include `/`."),
            (lambda: fr.Page(print, url_path=" "), "It can only be empty for the default page."),
            (
                lambda: fr.Page(print, visibility="some"),
                "Invalid `visibility` value. Supported values: visible, hidden.",
            ),
            (lambda: fr.Page(print, title=" "), "It cannot be empty or consist of underscores/spaces only."),
            (lambda: fr.navigation([]), "Provide at least one `st.Page`."),
            (lambda: fr.navigation([print, print]), "Two pages resolve to the URL pathname `/print`"),
            (
                lambda: fr.navigation([fr.Page(print, default=True), fr.Page(len, default=True)]),
                "Multiple Pages specified with `default=True`.",
            ),
            (
                lambda: fr.navigation([fr.Page("https://x.org", title="X")]),
                "At least one non-external page is required.",
            ),
            (lambda: fr.navigation([print], position="left"), "Invalid `position` value."),
            (lambda: fr.navigation([print], expanded=-1), "Provided value: -1."),
            (lambda: fr.navigation([4]), "Invalid `pages` type. Expected one of: str, Path, callable, st.Page."),
            (lambda: fr.Page(print).run(), "This page cannot be called directly."),
            (
                lambda: fr.switch_page(fr.Page("https://x.org", title="X")),
                "Cannot use st.switch_page with external URL",
            ),
            (lambda: fr.switch_page("pages/nowhere.py"), "Could not find page: `pages/nowhere.py`."),
            (lambda: fr.page_link("https://x.org"), "Streamlit cannot infer a label for an external URL."),
        ],
    )
    def test_errors(self, show, make, message):
        assert message in show(lambda: make() and None).exception[0].message

    @pytest.mark.parametrize(
        ("pages", "expanded", "beside", "folded"),
        [
            (15, False, True, 5),
            (12, False, True, 0),  # two more are not worth it
            (15, False, False, 0),  # nothing else needs the room
            (15, True, True, 0),
            (15, 4, True, 11),
        ],
    )
    def test_a_long_menu_is_folded(self, show, pages, expanded, beside, folded):
        def page():
            many = [fr.Page(lambda: None, title=f"Page {n}", url_path=f"p{n}") for n in range(pages)]
            fr.navigation(many, expanded=expanded)
            if beside:
                fr.sidebar.text("beside")

        menu = show(page)._run.drawing.roots["menu"].children[0]
        assert menu.context()["more"] == folded


def test_set_page_config_has_the_last_word_on_the_title(show):
    def page():
        fr.set_page_config(page_title="Shop")
        fr.navigation([fr.Page(lambda: fr.write("x"), title="Home", icon="🏠")]).run()

    config = show(page)._run.config
    assert (config.title, config.icon) == ("Shop", "🏠")


def test_an_icon_that_changes_comes_with_the_answer(serve, db):
    def page():
        fr.set_page_config(page_icon="A" if fr.checkbox("Done") else "B")
        fr.text_input("Other")

    visitor = Visitor(serve(page), script=True)
    assert "%3EA%3C" in visitor.change("Done", True)["FR-Icon"]
    assert "FR-Icon" not in visitor.change("Other", "x")


@pytest.mark.parametrize(("asked", "drawn"), [("collapsed", "collapsed"), ("locked", "expanded"), (300, "expanded")])
def test_set_page_config_takes_every_state_of_the_sidebar(show, asked, drawn):
    at = show(lambda: fr.set_page_config(initial_sidebar_state=asked))
    assert not at.exception
    assert at._run.config.initial_sidebar_state == drawn


@pytest.mark.parametrize("asked", ["open", 0, True])
def test_set_page_config_names_the_states_of_the_sidebar(show, asked):
    assert show(lambda: fr.set_page_config(initial_sidebar_state=asked)).exception[0].message == (
        "Invalid `initial_sidebar_state` value. Supported values: 'auto', 'expanded', 'collapsed', 'locked', a "
        f"positive integer (width in pixels). Got {asked!r}."
    )


def test_a_fragment_that_runs_alone_keeps_its_page(tmp_path, serve, settings, db):
    (tmp_path / "app.py").write_text(
        """
import streamlit as st

def home():
    @st.fragment
    def part():
        st.text(f"{st.text_input('Name')!r}")
    part()
    st.text("home")

st.navigation([home]).run()
"""
    )
    visitor = Visitor(serve(fr.script_page(tmp_path / "app.py"), plain=True), script=True)
    name = visitor.name("Name")
    visitor.change("Name", "Ada")
    assert "'Ada'" in visitor.text
    assert visitor.name("Name") == name
