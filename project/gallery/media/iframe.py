"""A page of another site, or a document of one's own, in a frame."""

import formrerun as fr


def document() -> None:
    """A document of one's own is as high as it is, and its scripts reach nothing of the page."""
    fr.iframe("<p>2 + 2 = <output></output></p><script>document.querySelector('output').value = 2 + 2</script>")


def fixed_height() -> None:
    """With a height of its own, what does not fit is scrolled to."""
    fr.iframe("<ul><li>one<li>two<li>three<li>four<li>five<li>six<li>seven</ul>", height=100, alt="A long list")
