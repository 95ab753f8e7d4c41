"""What happens to pages beside a submission: a press that comes twice, a second tab, a restart, a login that ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from formrerun.engine.fragments import within
from formrerun.testing.driver import AppTestError
from formrerun.testing.elements import Widget

if TYPE_CHECKING:
    from typing_extensions import Self

    from formrerun.engine.forms import FormNode
    from formrerun.engine.run import Run
    from formrerun.protocol.posted import PostData


class Scenarios:
    """
    What a test lets happen to its page; a part of ``AppTest``.

    Attributes
    ----------
    runs
        How often the page function, or a fragment in its stead, was called by the last ``run()`` and what repeated it.
    """

    runs = 0
    _in_browser = False
    default_timeout: float
    _page: Any
    _view: Any
    _store: Any
    _session: Any
    _kwargs: dict[str, Any]
    _request_user: Any
    _logged_in: Any
    _tab: str
    _record: Any
    refusal: Any
    _sent: PostData | None = None

    if TYPE_CHECKING:

        def run(self, *, timeout: float | None = None) -> Self: ...
        def as_user(self, user: Any) -> Self: ...
        def _visit(self, method: str) -> Any: ...
        def _show(self, run: Any) -> None: ...
        def _tree(self) -> Any: ...

    def as_browser(self) -> Self:
        """
        Let every ``run()`` from the next one on be what a browser's submission is.

        What is sent is validated: a value out of bounds is refused, with ``error`` at its widget. A widget in a
        fragment or a dialog runs that alone. Streamlit's tester validates nothing and runs the whole script, and so
        does this one otherwise.
        """
        self._in_browser = True
        return self

    def assert_runs(self, times: int) -> Self:
        """
        Assert how often the last ``run()`` called the page function: once, but for ``st.rerun()``.

        A submission that is refused calls it 0 times, and so does one that was answered before.

        Raises
        ------
        AssertionError
            If it was called more or less often.

        Examples
        --------
        >>> at.button("pay").click()
        >>> at.double_submit().assert_runs(1)
        """
        if self.runs != times:
            raise AssertionError(
                f"The page function of {self._page.name} was called {_times(self.runs)} by the last run(), not "
                f"{_times(times)}."
            )
        return self

    def double_submit(self) -> Self:
        """
        Send what was staged, and the same submission once more, as a browser does whose answer got lost.

        The second is answered from the record: callback and page run once.

        Raises
        ------
        AppTestError
            If the page cannot be submitted: it has no widget, or was not drawn yet.
        """
        from formrerun.submissions import pipeline

        self._sent = None
        self.run()
        if self._sent is None:
            raise AppTestError("There is nothing to submit twice: call run() first, on a page with a widget.")
        again = pipeline.submit(self._visit("POST"), self._sent)
        self.runs += again.run.calls if again.run is not None else 0
        return self

    def second_tab(self) -> Self:
        """
        Return a test of the same page in another tab of the same browser, which shares session, login and database.

        Examples
        --------
        >>> other = at.second_tab().run()
        >>> assert other.text_input("name").value == ""
        """
        page = replace(self._page)
        other = type(self)(  # type: ignore[call-arg]
            page, default_timeout=self.default_timeout, kwargs=self._kwargs, request_user=self._request_user,
            view=self._view,
        )  # fmt: skip
        other._store = page.store = self._store
        other._session, other._logged_in = self._session, self._logged_in
        return other

    def restart(self) -> Self:
        """
        Let the process that drew the page be gone: the next run knows only what is stored.

        Raises
        ------
        AppTestError
            If the state stands in the process's memory; it needs ``store="project"``.
        """
        from formrerun.submissions import unstorable

        if self._store.by_reference:
            raise AppTestError(
                'The state of this test is kept in the process, which a restart ends. Give AppTest `store="project"`.'
            )
        unstorable.forget()
        return self

    def _preview(self, form: FormNode) -> None:
        """Draw a form with what was staged in it; see :meth:`formrerun.testing.tree.Block.preview`."""
        from formrerun.exceptions import Rejected
        from formrerun.protocol.posted import PostData
        from formrerun.submissions.previews import is_live, preview_form

        if not is_live(self._record, form.form_key):
            raise AppTestError(f"The form {form.form_key!r} has no `live=`: nothing draws it again before it is sent.")
        fields: dict[str, list[str]] = {}
        for widget in self._tree():
            node = widget._node if isinstance(widget, Widget) else None
            if node is not None and node.form == form.form_key and not node.field.trigger and not node.disabled:
                fields |= widget._wires()
        posted = PostData(tab=self._tab, form=form.dom_id, fields=fields, seqs={}, kind="preview")
        self.refusal = None
        try:
            outcome, _id = preview_form(self._visit("POST"), posted)
        except Rejected as refusal:
            self.refusal = refusal
        else:
            self._show(outcome.run)

    def expire_login(self) -> Self:
        """
        Let the visitor's login end: the next ``run()`` raises ``NotAllowed`` if the page asks for one.

        What was staged stays, as in a browser: it is sent by the ``run()`` after ``at.as_user(user)``.
        """
        return self.as_user(None)


def put_into_page(before: Run, now: Run) -> None:
    """Let a run that has drawn fragments alone have drawn the page around them as well: the one that was there."""
    page, part = before.drawing, now.drawing
    gone = within(now.fragments_again, page.fragments)
    for id_ in now.fragments_again:
        page.fragments[id_].children[:] = part.fragments[id_].children
    page.widgets = {id_: each for id_, each in page.widgets.items() if each.fragment not in gone} | part.widgets
    page.fragments |= {id_: node for id_, node in part.fragments.items() if id_ not in now.fragments_again}
    now.drawing = page


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


__all__ = ["Scenarios", "put_into_page"]
