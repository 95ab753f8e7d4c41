"""What holds for every element: signature, markup, escaping, identity, one answer however a value is sent."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template

import formrerun as fr
from formrerun import codec, elements
from formrerun.engine.fields import field_kind
from formrerun.engine.handles import commands
from formrerun.engine.tree import Element
from formrerun.exceptions import Invalid, NotOffered, StreamlitValueError
from formrerun.rendering import templates
from formrerun.rendering.renderer import Renderer
from tests.kinds import COMPONENTS, FILES, KINDS
from tests.visitor import Visitor, parse, values_of

WIDGETS = sorted({kind.name for kind in KINDS})
ONE_EACH = [kind for kind in (*KINDS, *FILES) if not kind.id]
KIND = pytest.mark.parametrize("kind", KINDS, ids=str)
POSTED = pytest.mark.parametrize("kind", [*KINDS, *COMPONENTS], ids=str)
KEYED = pytest.mark.parametrize("kind", [each for each in (*KINDS, *COMPONENTS) if not each.id], ids=str)
DRAWN = pytest.mark.parametrize("kind", [*KINDS, *FILES], ids=str)
EACH = pytest.mark.parametrize("kind", ONE_EACH, ids=str)
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;</textarea></select></p></style>"


def test_every_widget_is_in_the_table_of_kinds():
    takes_value = {
        name
        for name, function in commands.items()
        if {"label", "on_change", "label_visibility"} <= {*inspect.signature(function).parameters}
    }
    takes_value -= {kind.name for kind in FILES}
    place = "tests/kinds.py, or of another app in its kinds.py"
    assert takes_value - set(WIDGETS) == set(), f"give each a row in {place}"
    assert set(WIDGETS) - takes_value == set(), f"rows of no widget in {place}"
    assert set(WIDGETS) - {kind.name for kind in KINDS if kind.edits} == set(), (
        f"give one row of each `edits` in {place}"
    )
    names = [str(kind) for kind in KINDS]
    assert sorted(names) == sorted(set(names)), f"give each further row of a widget an `id` in {place}"


# ------------------------------------------------------------------------------------------------- one file, one line


def test_every_element_file_stands_in_the_package_s_list():
    folder = Path(elements.__file__).parent
    source = Path(elements.__file__).read_text()
    modules = [
        f"formrerun.elements.{'.'.join(path.relative_to(folder).with_suffix('').parts)}"
        for path in sorted(folder.glob("*/[!_]*.py"))
    ]
    assert modules, "no element has a file"
    missing = [line for line in (f"from {name} import *  # noqa: F403" for name in modules) if line not in source]
    assert missing == [], "add to formrerun/elements/__init__.py"


def all_subclasses(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from all_subclasses(sub)


def test_every_kind_has_a_template():
    for cls in all_subclasses(Element):
        if cls.kind and cls.__module__.startswith("formrerun.") and "._" not in cls.__module__:
            get_template(f"formrerun/elements/{cls.kind}.html")


def test_every_command_says_what_it_does_and_every_parameter_it_names_exists():
    for name, function in commands.items():
        doc = inspect.getdoc(function)
        assert doc, name
        section = re.search(r"Parameters\n-+\n(.*?)(?:\n\n(?:Returns|Raises|Examples)|\Z)", doc, re.DOTALL)
        named = re.findall(r"^(\w[\w, ]*)$", section.group(1), re.MULTILINE) if section else []
        parameters = {*inspect.signature(function).parameters}
        assert {part for line in named for part in line.split(", ")} <= parameters, name


# ------------------------------------------------------------------------------------------------------------ markup


def html_of(at):
    """Return the markup of a page that AppTest has open."""
    templates.forget()
    return "".join(Renderer().page(at._run).inside())


@DRAWN
def test_rendering_twice_gives_the_same_bytes(show, kind):
    """Decision 13: nothing of the request stands in a block, so that an unchanged one need not be sent."""
    at = show(lambda: kind.draw(help="help", key="k"))
    assert html_of(at) == html_of(at)
    assert html_of(show(lambda: kind.draw(help="help", key="k"))) != ""


@DRAWN
def test_the_markup_is_well_formed_and_has_streamlit_s_names(show, kind):
    page = parse(html_of(show(lambda: kind.draw("A label", key="a key", help="more"))))
    element = page.by_test_id("stElementContainer")[0]
    assert "st-key-a-key" in element["class"].split()
    assert len(page.by_test_id(kind.test_id)) == 1
    assert page.by_test_id(kind.test_id)[0]["class"].split()[0] == kind.test_id
    ids = [node["id"] for node in page.walk() if "id" in node]
    assert len(ids) == len(set(ids))
    assert [node for node in page.walk() if any(name.startswith("on") or name == "style" for name in node.attrs)] == []


@DRAWN
def test_every_control_names_its_form_its_revision_and_its_label(show, kind):
    def page():
        with fr.form("f"):
            kind.draw("A *label*")
            fr.form_submit_button()

    page = parse(html_of(show(page)))
    form = page.one("button", data_testid="stBaseButton-secondaryFormSubmit")["form"]
    fields = [node for node in page.walk() if node.tag in ("input", "select", "textarea")]
    assert fields
    for node in fields:
        assert node["form"] == form
        assert node["name"].startswith("fr-")
        around = (node.parent, node.parent.parent)
        island = next((each for each in around if each.tag in ("fr-select", "fr-upload")), node)
        assert island["data-fr-rev"] == "1"
        named = node.get("aria-label") or node.parent.text
        in_group = node.parent.parent.get("role") == "group"
        assert "label" in named or node.get("type") == "radio" or in_group
        assert "*" not in named


@EACH
def test_a_label_belongs_to_its_control(show, kind):
    page = parse(html_of(show(lambda: kind.draw("Label"))))
    ids = {node.get("id") for node in page.walk()}
    for label in page.all("label"):
        assert "for" not in label or label["for"] in ids


@EACH
@pytest.mark.parametrize("visibility", ["visible", "hidden", "collapsed"])
def test_label_visibility(show, kind, visibility):
    page = parse(html_of(show(lambda: kind.draw("The label", label_visibility=visibility))))
    shown = [node for node in page.walk() if f"fr-label-{visibility}" in node.get("class").split()]
    assert len(shown) == 1
    assert "The label" in shown[0].text


@EACH
def test_a_label_visibility_that_there_is_not(show, kind):
    def page():
        try:
            kind.draw(label_visibility="gone", key="same")
        except StreamlitValueError as error:
            fr.text(error)
            kind.draw(key="same")  # the one that failed has taken nothing

    at = show(page)
    assert not at.exception
    message = at.text[0].value
    assert message == "Invalid `label_visibility` value. Supported values: 'visible', 'hidden', 'collapsed'."


@EACH
def test_help_is_markdown_and_described_by(show, kind):
    page = parse(html_of(show(lambda: kind.draw(help="  see **this**"))))
    tip = page.one(role="tooltip")
    assert tip.text == "see this"
    assert tip.all("strong")
    assert any(tip["id"] in node.get("aria-describedby").split() for node in page.walk())


@EACH
def test_disabled_controls(show, kind):
    page = parse(html_of(show(lambda: kind.draw(disabled=True))))
    assert all("disabled" in node for node in page.walk() if node.tag in ("input", "select", "textarea"))


@EACH
def test_width(show, kind):
    page = parse(html_of(show(lambda: kind.draw(width=321))))
    assert "fr-w-321" in page.by_test_id("stElementContainer")[0]["class"].split()
    assert "w321" in page.one("link", id="fr-sizes")["href"]


@EACH
@pytest.mark.parametrize("width", [0, -1, "wide", 1.5, None, True])
def test_a_width_that_is_none(show, kind, width):
    if kind.name == "color_picker" and type(width) is int:
        pytest.skip("drawn 40 pixels wide at least, whatever is asked for")
    assert show(lambda: kind.draw(width=width)).exception[0].message.startswith(f"Invalid width value: {width!r}.")


@EACH
def test_an_empty_label_is_a_warning_in_the_log(show, kind, caplog):
    assert not show(lambda: kind.draw("")).exception
    assert "`label` got an empty value" in caplog.text


@pytest.mark.parametrize("name", ["text_input", "text_area", "number_input"])
def test_placeholders(show, name):
    assert 'placeholder="Write &quot;it&quot;"' in html_of(
        show(lambda: getattr(fr, name)("L", placeholder='Write "it"'))
    )


# ---------------------------------------------------------------------------------------------------------- escaping


def texts_of(kind):
    """Return the parameters of a kind that are texts of the author's, all hostile."""
    parameters = inspect.signature(kind.command).parameters
    hostile = {"label": HOSTILE, "help": HOSTILE, "key": HOSTILE}
    if "placeholder" in parameters:
        hostile["placeholder"] = HOSTILE
    if "options" in parameters:
        hostile["options"] = [HOSTILE, f"{HOSTILE}2", "c"]
        if "value" in kind.params:
            hostile["value"] = (HOSTILE, f"{HOSTILE}2")
        if "default" in kind.params:
            hostile["default"] = [HOSTILE]
    elif kind.name.startswith("text") and "value" not in kind.params:
        hostile["value"] = HOSTILE
    if "captions" in parameters:
        hostile["captions"] = [HOSTILE]
    if "validate" in parameters:
        hostile["validate"] = (".*", HOSTILE)
    return hostile


def is_harmless(html):
    """Return True if nothing in the markup runs; well-formed as it is, a text cannot have closed what holds it."""
    return not [
        node
        for node in parse(html).walk()
        if node.tag in ("script", "style", "iframe", "object", "base")
        or "onerror" in node.attrs
        or node.get("href").startswith("javascript")
        or node.get("src").startswith("javascript")
    ]


@DRAWN
def test_hostile_texts_are_escaped_everywhere(show, kind):
    given = texts_of(kind)
    label = given.pop("label")
    at = show(lambda: kind.command(label, **{**kind.params, **given}))
    assert not at.exception
    assert is_harmless(html_of(at))
    assert "<img" not in html_of(at)


HOSTILE_ELEMENTS = {
    "title": lambda: fr.title(HOSTILE, anchor=HOSTILE, help=HOSTILE),
    "header": lambda: fr.header(HOSTILE, divider=True),
    "markdown": lambda: fr.markdown(HOSTILE, help=HOSTILE),
    "markdown-html": lambda: fr.markdown(f"<b>{HOSTILE}</b>", unsafe_allow_html=True),
    "markdown-link": lambda: fr.markdown("[a](javascript:alert(1)) ![b](javascript:alert(1)) <javascript:alert(1)>"),
    "html": lambda: fr.html(f"<b>{HOSTILE}</b>"),
    "graphviz_chart": lambda: fr.graphviz_chart(HOSTILE, alt=HOSTILE),
    "line_chart": lambda: fr.line_chart({HOSTILE: [1, 2]}, x_label=HOSTILE, alt=HOSTILE),
    "vega_lite_chart": lambda: fr.vega_lite_chart({HOSTILE: [1]}, {"mark": HOSTILE, "title": HOSTILE}, alt=HOSTILE),
    "echarts_chart": lambda: fr.echarts_chart({"title": {"text": HOSTILE}, "series": {"data": [HOSTILE]}}, alt=HOSTILE),
    "mermaid_chart": lambda: fr.mermaid_chart(HOSTILE, alt=HOSTILE),
    "caption": lambda: fr.caption(HOSTILE),
    "text": lambda: fr.text(HOSTILE, help=HOSTILE),
    "code": lambda: fr.code(HOSTILE, language=HOSTILE),
    "code-plain": lambda: fr.code(HOSTILE, language=None),
    "latex": lambda: fr.latex(HOSTILE),
    "json": lambda: fr.json({HOSTILE: [HOSTILE]}),
    "metric": lambda: fr.metric(HOSTILE, HOSTILE, HOSTILE, help=HOSTILE),
    "badge": lambda: fr.badge(HOSTILE),
    "success": lambda: fr.success(HOSTILE, title=HOSTILE),
    "exception": lambda: fr.exception(ValueError(HOSTILE)),
    "api exception": lambda: fr.exception(fr.errors.StreamlitAPIException(HOSTILE)),
    "expander": lambda: fr.expander(HOSTILE, key=HOSTILE),
    "tabs": lambda: fr.tabs([HOSTILE, "b"]),
    "container": lambda: fr.container(key=HOSTILE),
    "form": lambda: fr.form(HOSTILE),
    "button": lambda: fr.button(HOSTILE, key=HOSTILE, help=HOSTILE),
    "download_button": lambda: fr.download_button(HOSTILE, HOSTILE, HOSTILE, HOSTILE, help=HOSTILE),
    "audio": lambda: fr.audio(f"https://{HOSTILE}", alt=HOSTILE),
    "video": lambda: fr.video(f"https://{HOSTILE}", alt=HOSTILE, subtitles={HOSTILE: "WEBVTT"}),
    "image": lambda: fr.image(f"data:image/png,{HOSTILE}", HOSTILE, link=f"javascript:{HOSTILE}", alt=HOSTILE),
    "menu_button": lambda: fr.menu_button(HOSTILE, [HOSTILE, 2], key=HOSTILE, help=HOSTILE),
    "logo": lambda: fr.logo(f"https://{HOSTILE}", link=f"https://{HOSTILE}"),
    "link_button": lambda: fr.link_button(HOSTILE, " java\nscript:alert(1)", help=HOSTILE),
    "write": lambda: fr.write(HOSTILE, {HOSTILE: 1}, [HOSTILE]),
    "dataframe": lambda: fr.dataframe([{HOSTILE: HOSTILE}]),
    "data_editor": lambda: fr.data_editor([{HOSTILE: HOSTILE}], alt=HOSTILE, placeholder=HOSTILE, num_rows="dynamic"),
    "table": lambda: fr.table([{HOSTILE: HOSTILE}]),
    "map": lambda: fr.map([{"lat": 1, "lon": 1}], alt=HOSTILE),
}


@pytest.mark.parametrize("draw", HOSTILE_ELEMENTS.values(), ids=HOSTILE_ELEMENTS)
def test_hostile_texts_in_other_elements(show, draw):
    assert is_harmless(html_of(show(draw)))


def test_a_text_that_looks_like_our_own_marks_breaks_nothing(show):
    mark = "\x00children\x00"

    def page():
        with fr.expander(mark, key=f"a{mark}"):
            fr.text(mark)
        for tab in fr.tabs([mark, "b"]):
            tab.markdown(mark)

    html = html_of(show(page))
    parse(html)
    assert html.count('data-testid="stExpanderDetails"') == 1


def test_the_link_to_a_heading_is_no_part_of_its_text(show):
    page = parse(html_of(show(lambda: fr.header("A heading", anchor="here"))))
    assert page.one("h2").text == "A heading"
    assert page.by_test_id("stHeaderActionElements")[0].one("a")["href"] == "#here"


@pytest.mark.parametrize(
    ("body", "anchor"),
    [
        ("**Sales** of `2024`", "sales-of-2024"),
        (":material/info: Read this", "info-read-this"),
        ("See [the list](/orders/)", "see-the-list"),
        (":red[Late] orders", "late-orders"),
        ("Übersicht: Größe 2024", "uebersicht-groesse-2024"),
        ("naïve café 🎈", "naive-cafe"),
        ("日本語タイトル", "d3b04b7a"),
    ],
)
def test_the_anchor_of_a_heading_is_what_one_reads(show, body, anchor):
    assert show(lambda: fr.header(body)).header[0]._node.anchor == anchor


def test_the_arrow_of_a_metric_is_no_part_of_its_text(show):
    page = parse(html_of(show(lambda: fr.metric("Sales", 5, -2))))
    assert page.by_test_id("stMetricDelta")[0].text == "-2"
    assert page.by_test_id("stMetricDeltaIcon-Down")[0]["aria-label"] == "down"


def test_a_place_has_a_name_while_nothing_is_in_it(show):
    page = parse(html_of(show(lambda: (fr.empty(), fr.empty().text("a")))))
    assert len(page.by_test_id("stEmpty")) == 1


def test_every_attribute_value_survives_the_markup(show):
    """What an author wrote is what the browser reads, sign for sign."""

    def page():
        fr.text_input("T", HOSTILE, placeholder=HOSTILE)
        fr.text_area("A", f"\n{HOSTILE}\n\n")
        fr.selectbox("S", [HOSTILE, " two  blanks "], 1)
        fr.multiselect("M", [HOSTILE], HOSTILE)

    page = parse(html_of(show(page)))
    shown = [values_of(node) for node in page.walk() if node.tag in ("input", "select", "textarea")]
    assert shown == [[HOSTILE], [f"\n{HOSTILE}\n\n"], [" two  blanks "], [HOSTILE]]


# ---------------------------------------------------------------------------------------------------------- identity


@KEYED
def test_two_with_one_key(show, kind):
    def page():
        kind.draw("A", key="k")
        kind.draw("B", key="k")

    shown = show(page).exception[0]
    assert shown.proto.type == "StreamlitDuplicateElementKey"
    assert shown.message == (
        "There are multiple elements with the same `key='k'`. To fix this, please make sure that the `key` argument is "
        "unique for each element you create."
    )


@KEYED
def test_two_without_a_key(show, kind):
    def page():
        kind.draw("A")
        kind.draw("A")

    shown = show(page).exception[0]
    assert shown.proto.type == "StreamlitDuplicateElementId"
    assert shown.message == (
        f"There are multiple `{kind.name}` elements with the same auto-generated ID. When this element is created, it "
        "is assigned an internal ID based on the element type and provided parameters. Multiple elements with the same "
        "type and parameters will cause this error.\n\n"
        f"To fix this error, please pass a unique `key` argument to the `{kind.name}` element."
    )


# --------------------------------------------------------------------------------------------- one answer, three ways


@KIND
def test_a_test_gets_what_the_page_returns(show, kind):
    returned = []
    at = show(lambda: returned.append(kind.draw(key="k")))
    assert returned == [kind.initial]
    assert at.get_by_key("k").value == kind.initial
    assert at.session_state.k == kind.initial
    at.get_by_key("k").set_value(kind.value).run()
    assert returned[-1] == kind.value
    assert type(returned[-1]) is type(kind.value)
    assert at.session_state.k == kind.value


@pytest.mark.django_db
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@POSTED
def test_a_browser_gets_the_same(serve, kind, script):
    returned = []

    def page():
        with fr.form("f"):
            returned.append(kind.draw(key="k"))
            fr.form_submit_button("Send")

    visitor = Visitor(serve(page), script=script)
    kind.fill(visitor)
    visitor.press("Send")
    assert returned == [kind.initial, kind.value]
    assert type(returned[1]) is type(kind.value)
    visitor.press("Send")
    assert returned[2] == kind.value


@pytest.mark.django_db
@POSTED
def test_alone_it_is_a_submission_of_its_own(serve, kind):
    returned, told = [], []

    def page():
        returned.append(kind.draw(key="k", on_change=lambda: told.append("changed")))

    visitor = Visitor(serve(page), script=True)
    kind.fill(visitor)
    visitor.post("fr-page", "")
    assert returned == [kind.initial, kind.value]
    assert told == ["changed"]


@POSTED
def test_what_it_holds_can_be_stored_and_read_in_another_process(show, kind):
    at = show(lambda: kind.draw(key="k"))
    field = at.get_by_key("k")._node.field
    again = field_kind(field.tag).unpack(json.loads(json.dumps(field.pack())))
    initial = field.initial()
    assert again.initial() == initial
    assert again.to_posted(initial) == field.to_posted(initial)
    for post in (*kind.corrected, *kind.ignored):
        with pytest.raises((Invalid, NotOffered)):
            again.parse_posted(post, initial)
    if callable(kind.sent):  # nobody but the tab can read it
        return
    parsed = again.parse_posted(kind.sent, initial)
    assert kind.make or parsed == kind.value
    assert codec.loads(codec.dumps(parsed)) == parsed
    assert again.parse_posted(again.to_posted(parsed), parsed) == parsed


# ------------------------------------------------------------------------------------------------- required, validate


REQUIRED = [kind for kind in KINDS if kind.required]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", REQUIRED, ids=str)
def test_required_refuses_an_empty_field_and_marks_it(serve, kind):
    returned = []

    def page():
        with fr.form("f"):
            returned.append(kind.draw(required=True))
            fr.form_submit_button("Send")

    visitor = Visitor(serve(page))
    assert "(required)" in visitor.page.one(data_testid=kind.test_id).text
    assert visitor.press("Send").status_code == 422
    assert list(visitor.errors().values()) == ["This field is required."]
    kind.fill(visitor)
    assert visitor.press("Send").status_code == 303
    assert returned[-1] == kind.value


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in (*KINDS, *COMPONENTS) if kind.takes("validators")], ids=str)
def test_a_validator_has_its_say_over_every_kind(serve, kind):
    seen, refuses = [], [True]

    def judge(value):
        seen.append(value)
        if refuses:
            raise ValidationError("No.")

    def page():
        with fr.form("f"):
            kind.draw(key="k", validators=[judge], **({"required": True} if kind.required else {}))
            pressed = fr.form_submit_button("Send")
        fr.write(f"pressed {pressed}")

    visitor = Visitor(serve(page))
    kind.fill(visitor)
    assert visitor.press("Send").status_code == 422
    assert list(visitor.errors().values()) == ["No."]
    assert "pressed False" in visitor.text
    assert len(seen) == 1
    assert kind.make or kind.read(seen[0]) == kind.value  # of an editor it sees the edits
    refuses.clear()
    assert visitor.press("Send").status_code == 303
    assert "pressed True" in visitor.text
    assert len(seen) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "typed", "message"),
    [
        ({"required": True}, "   ", "This field is required."),
        ({"validate": "^[a-z]+$"}, "A1", "Invalid input. Must match pattern: /^[a-z]+$/us"),
        ({"validate": ("^[a-z]+$", "Small letters only.")}, "A1", "Small letters only."),
        ({"type": "email"}, "nobody", "Enter a valid email address."),
        ({"type": "url"}, "nothing", "Enter a valid URL."),
    ],
)
def test_what_a_text_must_be(serve, options, typed, message):
    def page():
        with fr.form("f"):
            fr.text_input("Text", **options)
            fr.form_submit_button("Send")

    visitor = Visitor(serve(page))
    assert visitor.fill("Text", typed).press("Send").status_code == 422
    assert visitor.errors() == {"Text": message}
    assert visitor.shown("Text") == [typed]


@pytest.mark.django_db
def test_an_empty_text_needs_no_pattern(serve):
    def page():
        with fr.form("f"):
            fr.text_input("Text", validate="^[a-z]+$")
            fr.form_submit_button("Send")

    assert Visitor(serve(page)).press("Send").status_code == 303


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["text_input", "text_area"])
def test_a_text_that_is_too_long_is_cut(serve, name):
    def page():
        with fr.form("f"):
            text = getattr(fr, name)("Text", max_chars=3)
            fr.form_submit_button("Send")
        fr.text(f"<{text}>")

    visitor = Visitor(serve(page))
    assert visitor.page.one(id=visitor.name("Text"))["maxlength"] == "3"
    visitor.fill("Text", "abcdef").press("Send")
    assert "<abc>" in visitor.text


# ------------------------------------------------------------------------------------------------ outside of any page


@KIND
def test_outside_a_page_it_returns_its_default(kind):
    assert kind.draw() == kind.initial


@pytest.mark.parametrize("options", ["red", 7, True])
def test_one_text_or_number_is_one_option(show, options):
    """Not its letters, as in Streamlit."""

    def page():
        fr.radio("W", options)
        fr.selectbox("W", options)
        fr.multiselect("W", options, options)

    at = show(page)
    assert (at.radio[0].value, at.selectbox[0].value, at.multiselect[0].value) == (options, options, [options])
    assert at.radio[0].options == [str(options)]
