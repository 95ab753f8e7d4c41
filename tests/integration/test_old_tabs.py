"""A tab that was opened before a deployment goes on: the ids of its widgets are those of the release before."""

from __future__ import annotations

import formrerun as fr
from formrerun.testing import AppTest
from tests.visitor import Visitor


def script():
    import datetime as dt

    import formrerun as st

    st.text_input("A")
    st.text_input("A", "x", 5, type="password", help=" h ", autocomplete="off", placeholder="p", icon="😀", width=200)
    st.text_area("T")
    st.text_area("T", "v", height=120, max_chars=9, help="h", placeholder="p", width=300)
    st.number_input("N")
    st.number_input("N", 1, 9, 3, 2, format="%d", help="h", placeholder="p", icon="😀", width=220)
    st.number_input("NF", 0.5, 9.5, None)
    st.checkbox("C")
    st.checkbox("C", True, help="h", width="stretch")
    st.toggle("Tg", help="q")
    st.radio("R", ["a", "b"])
    st.radio("R", ["a", "b", "c"], 1, help="h", horizontal=True, captions=["1", "2", "3"], width=300)
    st.selectbox("S", ["a", "b"])
    st.selectbox("S", ["a", "b", "c"], None, help="h", placeholder="p", accept_new_options=True, width=300)
    st.multiselect("M", ["a", "b"])
    st.multiselect(
        "M", ["a", "b", "c"], ["a"], help="h", max_selections=2, placeholder="p", accept_new_options=True, width=300
    )
    st.slider("Sl")
    st.slider("Sl", 1, 10, 3, 2, format="%d", help="h", width=300)
    st.slider("Sd", dt.date(2020, 1, 1), dt.date(2020, 2, 1), (dt.date(2020, 1, 5), dt.date(2020, 1, 9)))
    st.select_slider("SS", ["a", "b"])
    st.select_slider("SS", ["a", "b", "c"], ("a", "b"), help="h", width=300)
    st.date_input("D", dt.date(2020, 1, 1))
    st.date_input(
        "D",
        (dt.date(2020, 1, 1), dt.date(2020, 1, 3)),
        dt.date(2019, 1, 1),
        dt.date(2021, 1, 1),
        help="h",
        format="DD.MM.YYYY",
        width=300,
    )
    st.date_input("D2", "today")
    st.date_input("D3", None)
    st.time_input("Ti", dt.time(1, 2))
    st.time_input("Ti", None, help="h", step=60, width=300)
    st.time_input("Ti", "now")
    st.datetime_input("DT", dt.datetime(2020, 1, 1, 2, 3))
    st.datetime_input("DT", None, help="h", step=600, width=300, format="DD.MM.YYYY")
    st.datetime_input("DT2", "now")
    st.color_picker("Co")
    st.color_picker("Co", "#ff0000", help="h", width=120)
    st.button("B")
    st.button("B", help="h", icon="😀", type="primary")
    st.chat_input("Chat")
    with st.form("f"):
        st.text_input("In")
        st.checkbox("Inc")
        st.form_submit_button("Go")
    with st.sidebar:
        st.text_input("Side")
    with st.expander("e"):
        st.text_input("Exp")
    st.text_input("K", key="k")
    st.selectbox("Ks", ["a"], key="ks")


#: Kind and id of every widget, in the order of the page. A change here makes the tabs lose what is in these fields.
IDS = [
    ("text_input", "fr-73b54cd72aff9c99"),
    ("text_input", "fr-20bab9c40663ebf0"),
    ("text_area", "fr-39c548694b00ade9"),
    ("text_area", "fr-ee6e411370f5181e"),
    ("number_input", "fr-0979cab893ee964a"),
    ("number_input", "fr-bb45091b9f7ba6aa"),
    ("number_input", "fr-e36fddcaa1de9514"),
    ("checkbox", "fr-f873c2774fa1768d"),
    ("checkbox", "fr-2a77aff09f3b17b6"),
    ("checkbox", "fr-8d5a8b98a022b889"),
    ("radio", "fr-2aefe7aba065aaa8"),
    ("radio", "fr-0b97f67dd046680d"),
    ("selectbox", "fr-843533001926d23d"),
    ("selectbox", "fr-c55e11ebdd70a03f"),
    ("multiselect", "fr-93c2536bf5e776f9"),
    ("multiselect", "fr-819bd8a6547aa011"),
    ("slider", "fr-6ad9124e924a3892"),
    ("slider", "fr-cca94d937a303360"),
    ("slider", "fr-86d375c21ce5cfbb"),
    ("slider", "fr-62688302618ab2d8"),
    ("slider", "fr-5ead8e754d898861"),
    ("date_input", "fr-01ee09d3e4b0e3dc"),
    ("date_input", "fr-991533fe8858cf72"),
    ("date_input", "fr-f9b72bc627b34450"),
    ("date_input", "fr-6aa9f12cd225d279"),
    ("time_input", "fr-5d2c1e55c84fbdda"),
    ("time_input", "fr-06038a9d81a2af78"),
    ("time_input", "fr-be011b7e1532f0b1"),
    ("datetime_input", "fr-140a556280930a14"),
    ("datetime_input", "fr-0624866855551e9f"),
    ("datetime_input", "fr-76db7c15dc87bdba"),
    ("color_picker", "fr-8d6c68ff162dcfe9"),
    ("color_picker", "fr-3dae46db16dbbfc2"),
    ("button", "fr-4d25ce1395e3fbae"),
    ("button", "fr-7deb673497a4fb73"),
    ("chat_send", "fr-e8dcf6c1df8b00cb"),
    ("chat_input", "fr-5c710b6a49888465"),
    ("text_input", "fr-7904674973f72818"),
    ("checkbox", "fr-47e91dc6f4bd0f97"),
    ("button", "fr-b8c0e13f1365aaaa"),
    ("text_input", "fr-f70bef6b173e35e6"),
    ("text_input", "fr-ada72ffbedd54206"),
    ("text_input", "fr-9bc80a2131730d97"),
    ("selectbox", "fr-c62170723b475b6d"),
]


def test_the_ids_of_widgets_are_what_they_were():
    at = AppTest.from_function(script).run()
    assert not at.exception
    assert [(widget.kind, widget.id) for widget in at._run.drawing.widgets.values()] == IDS


def test_a_script_that_makes_no_places_for_messages_and_hints_is_given_them(db, client, serve):
    @fr.page
    def asks(request):
        fr.text_input("Name", key="name", placeholder=str(fr.session_state.get("press")))
        fr.button("Press", key="press")

    visitor = Visitor(serve(asks), client, script=True)
    places = ("data-fr-error hidden", 'class="fr-instructions"')
    assert not any(place in visitor.response.content.decode() for place in places)
    press = visitor.button("Press")
    for version, drawn in ((1, True), (2, False)):
        answer = visitor.send(visitor.compose(press["form"], press["value"], v=version))
        assert [place in answer.content.decode() for place in places] == [drawn] * 2
        assert ("FR-Reload" in answer) is drawn
