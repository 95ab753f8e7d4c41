"""``subscribe`` and ``follow``: what a page wants to be told of, and the element that tells its script."""

from __future__ import annotations

import json
from typing import TypeVar

from django.apps import apps
from django.utils.html import format_html

from formrerun.engine.context import current_run, running
from formrerun.engine.run import Run
from formrerun.exceptions import FormrerunError
from formrerun.live import publishing, topics
from formrerun.utils.urls import own_address

T = TypeVar("T")


def subscribe(*names: str) -> None:
    """
    Let this page run again whenever one of these topics is refreshed, in each browser tab that shows it.

    In a fragment, only the fragment runs again. What people type meanwhile stays as it is. Subscribe before you read
    what the page shows: a change between the two makes the page run again; the other way round it would be missed.

    Parameters
    ----------
    names
        Topics, as ``live.refresh`` names them.

    Raises
    ------
    FormrerunError
        If ``formrerun.live`` is not installed, or for more than 50 topics.
    """
    _add([topics.name_of(name) for name in names])


def follow(*sources: T) -> T:
    """
    Let this page run again whenever a row of a model is saved, deleted or related to another.

    Parameters
    ----------
    sources
        Models or QuerySets (or managers). All rows of a model count, whatever the QuerySet filters.

    Returns
    -------
    object
        The first source, so that following and reading are one line, in the right order.

    Raises
    ------
    FormrerunError
        As :func:`subscribe`, and for models that change with every request: sessions, the admin's log.

    Examples
    --------
    >>> for order in live.follow(Order.objects.filter(open=True)):
    ...     fr.write(order.number)
    """
    for source in sources:
        if isinstance(source, str):
            raise FormrerunError(f"live.follow({source!r}) needs a model or a QuerySet; live.subscribe takes a text.")
    names = [topics.name_of(source) for source in sources]
    if quiet := [name for name in names if name.removeprefix("model:").partition(".")[0] in publishing.QUIET]:
        raise FormrerunError(
            f"Changes of {', '.join(quiet)} are not listened to, for they come with every request. Take a topic of "
            "your own, live.subscribe(…), and live.refresh(…) where it changes."
        )
    _add(names, followed=True)
    return sources[0]


def _add(names: list[str], *, followed: bool = False) -> None:
    """Subscribe what the run draws now, the page or a fragment; `followed` as in :meth:`_Element.look`."""
    run = current_run()
    if run.is_bare:
        return
    if not apps.is_installed("formrerun.live"):
        raise FormrerunError('Live updates need "formrerun.live" in INSTALLED_APPS, and `manage.py migrate` once.')
    drawing = run.drawing
    if len({*drawing.topics, *names}) > topics.MOST:
        raise FormrerunError(f"A page may subscribe to {topics.MOST} topics. Take one topic for many rows.")
    element = drawing.attachments.setdefault((drawing.fragment, "live"), _Element(drawing.fragment))
    assert isinstance(element, _Element)
    element.look(names, followed=followed)
    for name in names:
        drawing.topics.setdefault(name, set()).add(drawing.fragment)


class _Element:
    """
    The ``<fr-live>`` of the page or of a fragment: its topics, with the versions that they had before it read its data.

    Parameters
    ----------
    part
        The fragment; "" for the page.
    """

    def __init__(self, part: str) -> None:
        self._part = part
        self.versions: dict[str, int] = {}

    def look(self, names: list[str], *, followed: bool) -> None:
        """
        Read the versions of topics that this run does not know yet.

        Parameters
        ----------
        followed
            True for models: their topics get a row if they have none, for a save raises only versions that have one.
        """
        if not (new := [name for name in names if name not in self.versions]):
            return
        found = topics.versions(new)
        if followed and not all(found.values()):
            topics.note(name for name, version in found.items() if not version)
            found = topics.versions(new)
        self.versions.update(found)

    def __call__(self, run: Run) -> str:
        """Return the element as HTML."""
        # The commit will raise by one the versions of what this run itself has changed, and that is on its page: with
        # the present version the browser would run it again at once. While the page still draws (then `running()` is
        # its run), what it has changed may not be shown yet.
        raised = publishing.waiting() if running() is None else frozenset()
        names = sorted(name for name, parts in run.drawing.topics.items() if self._part in parts)
        versions = {name: self.versions[name] + (name in raised) for name in names}
        return format_html(
            '<fr-live data-fr-url="{}" data-fr-part="{}" data-fr-of="{}" data-fr-topics="{}"{}></fr-live>',
            own_address("live"),
            self._part,
            topics.sign(versions, run.environment.owner_key()),
            json.dumps(versions, separators=(",", ":")),
            " data-fr-sockets" if publishing.has_sockets(run.request) else "",
        )
