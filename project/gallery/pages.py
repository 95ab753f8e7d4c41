"""The pages of the gallery: what there is, and one page for each element."""

from __future__ import annotations

import re

from django.http import Http404
from django.urls import reverse

import formrerun as fr
from project.gallery.examples import CHAPTERS, Example, examples
from project.gallery.reference import reference


@fr.page(title="Gallery", icon=":material/palette:", layout="wide", login_required=False, template="page.html")
def gallery(name: str = "") -> None:
    """All elements, or one of them with its variants."""
    if not name:
        show_overview()
        return
    example = examples().get(name)
    if example is None:
        raise Http404(f"The gallery has no element {name!r}.")
    show_menu(example)
    show_element(example)


def show_overview() -> None:
    """Draw a link to each element, chapter by chapter."""
    fr.title("Gallery")
    fr.caption("Every element, with the code that draws it. What you type here is yours alone.")
    words = fr.text_input("Find an element", key="words", icon=":material/search:", bind="query-params").lower()
    found = [one for one in examples().values() if words in one.name or words in one.text.lower()]
    if not found:
        fr.info(f"No element has to do with “{words}”.", icon=":material/search_off:")
    for chapter, heading in CHAPTERS.items():
        if chosen := [one for one in found if one.chapter == chapter]:
            fr.subheader(heading)
            for one in chosen:
                fr.markdown(f"[`fr.{one.name}`]({address(one.name)}) · {one.text}")


def show_menu(shown: Example) -> None:
    """Draw the elements of all chapters at the side."""
    with fr.sidebar:
        fr.page_link(reverse("gallery"), label="All elements", icon=":material/palette:")
        for chapter, heading in CHAPTERS.items():
            if of_chapter := [one for one in examples().values() if one.chapter == chapter]:
                with fr.expander(heading, expanded=chapter == shown.chapter):
                    for one in of_chapter:
                        fr.page_link(address(one.name), label=one.name)


def show_element(example: Example) -> None:
    """Draw the variants of an element, each beside its code, and its reference."""
    fr.title(f"`fr.{example.name}`")
    fr.markdown(example.text)
    for variant in example.variants:
        fr.subheader(variant.caption.rstrip("."), anchor=variant.name)
        drawn, code = fr.columns(2, gap="medium")
        code.code(variant.code, language="python", wrap_lines=True)
        with drawn:
            variant.draw()
    fr.header("Reference", divider=True)
    # What it links to beside elements stands in the documentation.
    text = reference(example.name, lambda name: address(name) if name in examples() else "")
    fr.markdown(re.sub(r"\[([^]]+)]\([^)]*\.md[^)]*\)", r"\1", text))


def address(name: str) -> str:
    """Return the address of an element's page."""
    return reverse("gallery-element", args=[name])
