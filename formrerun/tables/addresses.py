"""Where the browser finds a table's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings as project
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from formrerun.tables.encoding import bodies

if TYPE_CHECKING:
    from formrerun.engine.run import Run
    from formrerun.tables.encoding import EncodedTable


def address_of(run: Run, encoded: EncodedTable) -> str:
    """Keep the data beside the record of the run and return the URL under which the run's visitor finds it."""
    run.keep_data(encoded.body)
    bodies.put(encoded.digest, encoded.body)
    return reverse("formrerun:data", args=[encoded.digest, signature(encoded.digest, run.environment.owner_key())])


def signature(digest: str, owner: str, secret: str | None = None) -> str:
    """
    Return what only the address given to one session has.

    Parameters
    ----------
    digest
        The data's.
    owner
        The session's: ``Owner.key``.
    secret
        By default SECRET_KEY.
    """
    return salted_hmac("formrerun.data", f"{owner}.{digest}", secret=secret, algorithm="sha256").hexdigest()[:32]


def is_signed(digest: str, owner: str, given: str) -> bool:
    """Return True if the signature was made for this session."""
    secrets = (project.SECRET_KEY, *project.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(signature(digest, owner, secret), given) for secret in secrets)


__all__ = ["address_of", "is_signed"]
