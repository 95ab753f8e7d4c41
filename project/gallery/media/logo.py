"""A logo at the upper left of the page: in the sidebar, or above the body where that is folded or not there."""

import formrerun as fr

WIDE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="144" height="32" viewBox="0 0 144 32">'
    '<rect width="32" height="32" rx="8" fill="#7a4fd0"/><path d="M9 17l5 5 9-11" fill="none" stroke="#fff"'
    ' stroke-width="3"/><rect x="42" y="12" width="100" height="8" rx="4" fill="#7a4fd0"/></svg>'
)


def above_the_page() -> None:
    """An image for the sidebar, and an icon for who has folded that."""
    fr.logo(WIDE, size="large", icon_image=":material/check_box:")
    fr.caption("See the upper left corner of the page.")
