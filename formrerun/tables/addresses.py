"""Where the browser finds a table's rows, and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings as project
from django.utils.crypto import constant_time_compare, salted_hmac

from formrerun.tables.encoding import bodies
from formrerun.utils.urls import own_address

if TYPE_CHECKING:
    from formrerun.engine.run import Run
    from formrerun.tables.encoding import EncodedTable


def address_of(run: Run, encoded: EncodedTable, view: str = "data") -> str:
    """Keep the data beside the record of the run and return the URL under which the run's visitor finds it."""
    run.keep_data(encoded.body, encoded.digest)
    bodies.put(encoded.digest, encoded.body)
    environment = run.environment
    signed = sign(encoded.digest, environment.owner_key(), environment.guard)
    return own_address(view, encoded.digest, signed)


def sign(digest: str, owner: str, guard: str = "", secret: str | None = None) -> str:
    """
    Return what only the address given to one session has: a signature, and the page whose rule is asked again.

    Parameters
    ----------
    digest
        The data's.
    owner
        The session's: ``Owner.key``.
    guard
        The name of the page, if not everybody may see it.
    secret
        By default SECRET_KEY.
    """
    what = f"{owner}.{digest}.{guard}" if guard else f"{owner}.{digest}"
    signature = salted_hmac("formrerun.data", what, secret=secret, algorithm="sha256").hexdigest()[:32]
    return f"{signature}.{guard}" if guard else signature


def guard_of(given: str) -> str:
    """Return the name of the page that an address is guarded by; "" for one that everybody may see."""
    return given.partition(".")[2]


def is_signed(digest: str, owner: str, given: str) -> bool:
    """Return True if the address was made for this session, and for the page that it names."""
    secrets = (project.SECRET_KEY, *project.SECRET_KEY_FALLBACKS)
    made = (sign(digest, owner, guard_of(given), secret) for secret in secrets)
    return any(constant_time_compare(each, given) for each in made)


__all__ = ["address_of", "guard_of", "is_signed", "sign"]
