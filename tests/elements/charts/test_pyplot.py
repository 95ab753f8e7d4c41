"""Figures of Matplotlib: an image each, and nothing is left of them in the process."""

from __future__ import annotations

import gc
import io

import pytest

import formrerun as fr
from tests.visitor import Visitor

plt = pytest.importorskip("matplotlib.pyplot")
pytestmark = pytest.mark.django_db


def figure():
    fig, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    ax.set(title="Orders", xlabel="Week")
    return fig


def test_a_figure_is_an_image_named_after_its_titles(serve):
    from PIL import Image

    visitor = Visitor(serve(lambda: fr.pyplot(figure())))
    image = visitor.page.one("img")
    assert image["alt"] == "Chart: Orders, Week"
    answer = visitor.client.get(image["src"])
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).width > 500


def test_the_same_figure_is_the_same_image(serve):
    address = serve(lambda: fr.pyplot(figure(), format="svg"))
    one, other = (
        visitor.client.get(visitor.page.one("img")["src"]) for visitor in (Visitor(address), Visitor(address))
    )
    assert one["Content-Type"] == "image/svg+xml"
    assert one.content == other.content


def test_figures_do_not_pile_up(show):
    before = set(plt.get_fignums())
    at = show(lambda: fr.pyplot(figure()))
    at.run()
    del at
    gc.collect()
    assert set(plt.get_fignums()) == before


def test_it_can_be_left_empty_for_the_next(show):
    fig = figure()
    show(lambda: fr.pyplot(fig, clear_figure=True))
    assert fig.axes == []


@pytest.mark.parametrize(("given", "says"), [(None, "`fig`"), ("text", "Invalid `fig` type")])
def test_what_is_no_figure_is_an_error(show, given, says):
    assert says in show(lambda: fr.pyplot(given)).exception[0].value


def test_write_takes_figures(show):
    at = show(lambda: fr.write(figure()))
    assert not at.exception
    assert len(at.get("image")) == 1
