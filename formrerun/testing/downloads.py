"""What a download button saves."""

from __future__ import annotations

from typing import Any

from formrerun.testing.driver import AppTestError


def saved_by(at: Any, button: Any) -> bytes:
    """
    Return what the file of a download button holds; what is made when somebody presses is made now.

    Raises
    ------
    AppTestError
        If there is none for this visitor, or what makes it raises.
    """
    from formrerun.protocol.names import FILE_PARAMETER
    from formrerun.tables import encoding
    from formrerun.web.downloads import deliver

    if button.deferred is not None:
        visit = at._visit("GET")
        visit.request.GET[FILE_PARAMETER] = f"{at._tab}.{button.id}"
        answer: Any = deliver(visit)
        content = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code != 200:
            raise AppTestError(content.decode())
        return content
    digest = button.url.rstrip("/").split("/")[-2] if button.url else ""
    if not digest or (body := at._store.data(digest)) is None:
        raise AppTestError(f"The download button {button.label!r} is disabled: nobody gets its file.")
    parts = encoding.head_of(body).get("parts")
    return b"".join(map(at._store.data, parts)) if parts else encoding.packed_of(body)


__all__ = ["saved_by"]
