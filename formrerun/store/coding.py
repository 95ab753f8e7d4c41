"""A record as bytes: what the stores that outlive a process write."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from typing import Any

from django.conf import settings as project
from django.utils.crypto import constant_time_compare, salted_hmac

from formrerun.core import codec
from formrerun.core.manifest import Blobs, Manifest
from formrerun.core.record import Record, View
from formrerun.core.state import UNSET, LazyMap, State, WidgetState

#: The format of what is written here. Raise it when an older release could not read the new form, and give
#: ``UPGRADES`` the function that reads the one before.
FORMAT = 1
SIGNATURE = 32  # bytes of HMAC-SHA256

Failed = Callable[[str, Any, BaseException], None]


class BadSignature(ValueError):
    """The bytes were not written with this project's SECRET_KEY, or were changed since."""


def sign(data: bytes, what: str) -> bytes:
    """Return the bytes with a signature in front; ``what`` says what they are, so that parts cannot be exchanged."""
    return salted_hmac(f"formrerun.{what}", data, algorithm="sha256").digest() + data


def unsign(signed: bytes, what: str) -> bytes:
    """
    Return the bytes without their signature.

    Raises
    ------
    BadSignature
        If neither SECRET_KEY nor one of SECRET_KEY_FALLBACKS made it.
    """
    mark, data = signed[:SIGNATURE], signed[SIGNATURE:]
    for secret in (project.SECRET_KEY, *project.SECRET_KEY_FALLBACKS):
        made = salted_hmac(f"formrerun.{what}", data, secret=secret, algorithm="sha256").digest()
        if constant_time_compare(mark, made):
            return data
    raise BadSignature(what)


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


# ---------------------------------------------------------------------------------------------------------- state


def dump_state(state: State, failed: Failed) -> bytes:
    """
    Return a state as bytes.

    Parameters
    ----------
    failed
        Called with key, value and error for what cannot be stored; that entry keeps its last stored form.
    """
    user = state.user
    texts = user.encoded(failed) if isinstance(user, LazyMap) else _texts(user, failed)
    return _json(
        {
            "u": texts,
            "p": _texts(state.pending, failed),
            "w": {id_: _dump_widget(held, id_, state, failed) for id_, held in state.widgets.items()},
            "i": state.ids,
            "t": sorted(state.trigger_ids),
            "a": sorted(state.assigned),
        }
    )


def _texts(values: Any, failed: Failed) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, value in values.items():
        try:
            texts[key] = codec.dumps(value)
        except (codec.Unstorable, RecursionError) as error:
            failed(key, value, error)
    return texts


def _dump_widget(held: WidgetState, id_: str, state: State, failed: Failed) -> list[Any]:
    shown = None if held.shown is UNSET else held.shown
    tail = [held.rev, int(held.soft), shown] if held.soft or shown is not None else [held.rev]
    if held.kept is not UNSET:
        return [1, held.kept, *tail]
    if held.value is UNSET:
        return [0, None if held.raw is UNSET else held.raw, *tail]
    value = held.value
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:  # the common case, without a call
        return [0, value, *tail]
    try:
        return [0, codec.encode(value), *tail]
    except (codec.Unstorable, RecursionError) as error:
        key = next((key for key, wid in state.ids.items() if wid == id_), id_)
        failed(key, value, error)
        return [0, None, *tail]


def load_state(data: bytes, check: Callable[[str, Any], None] | None) -> State:
    """Return the state of what :func:`dump_state` gave."""
    held = json.loads(data)
    state = State(check)
    state.user = LazyMap(held["u"])
    state.pending = {key: codec.loads(text) for key, text in held["p"].items()}
    state.ids = held["i"]
    state.trigger_ids = set(held["t"])
    state.assigned = set(held["a"])
    widgets = state.widgets
    for id_, (is_kept, value, rev, *rest) in held["w"].items():
        made = widgets[id_] = WidgetState(rev=rev)
        if is_kept:
            made.kept = value
        elif type(value) is dict or type(value) is list:
            made.raw = value
        else:
            made.value = value
        if rest:
            made.soft = bool(rest[0])
            made.shown = UNSET if rest[1] is None else rest[1]
    return state


# --------------------------------------------------------------------------------------------- the record's parts


def dump_meta(record: Record) -> str:
    """Return the small parts: submissions done, sequence numbers."""
    return json.dumps({"o": record.outcomes, "s": record.seqs, "t": record.last_triggers}, separators=(",", ":"))


def load_meta(record: Record, text: str) -> None:
    """Set the small parts."""
    held = json.loads(text)
    record.outcomes = [(id_, run, status) for id_, run, status in held["o"]]
    record.seqs = held["s"]
    record.last_triggers = held["t"]


def dump_manifest(manifest: Manifest, blobs: Blobs) -> bytes:
    """Return a manifest as bytes."""
    return _json(manifest.pack(blobs))


def load_manifest(data: bytes) -> Manifest:
    """Return the manifest of what :func:`dump_manifest` gave."""
    return Manifest(json.loads(data))


def dump_html(view: View) -> bytes:
    """Return the page as bytes. Level 1: 155 kB become 24 kB in 0.7 ms, and more levels cost more than they save."""
    return zlib.compress(_json([view.run, view.html, view.head]), 1)


def load_html(view: View, data: bytes) -> None:
    """Set the page."""
    if data:
        view.run, view.html, view.head = json.loads(zlib.decompress(data))


def dump_hashes(view: View) -> bytes:
    """Return the hashes of the page as bytes."""
    return _json([view.run, view.hashes])


def load_hashes(view: View, data: bytes) -> None:
    """Set the hashes."""
    if data:
        view.run, view.hashes = json.loads(data)
