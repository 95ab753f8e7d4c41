"""A record as bytes: what the stores that outlive a process write."""

from __future__ import annotations

import hmac
import json
import logging
import re
import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings as project
from django.utils.encoding import force_bytes

from formrerun import codec
from formrerun.codec.lazy_mapping import LazyMap
from formrerun.conf import settings
from formrerun.engine.blobs import Blobs
from formrerun.engine.shared_state import SharedState, SharedValue
from formrerun.engine.state import State
from formrerun.engine.widget_state import UNSET, WidgetState
from formrerun.exceptions import BadSignature, StateTooLarge, TooLarge
from formrerun.protocol.manifest import LastingManifest, Manifest
from formrerun.protocol.record import PageSnapshot, Record
from formrerun.utils.bounded_cache import BoundedCache
from formrerun.utils.texts import short_json

#: The format of what is written here. Raise it when an older release could not read the new form, and give
#: ``UPGRADES`` the function that makes its columns of those of the one before. What tabs share has only the columns
#: ``state`` and ``format``.
FORMAT = 1
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
SIGNATURE = 32  # bytes of HMAC-SHA256
#: What reading something damaged may raise.
DAMAGE = (ValueError, KeyError, TypeError, IndexError, AttributeError, zlib.error)
#: A blob's digest, wherever it is named.
DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
#: Types of values that are stored as they are.
PLAIN = frozenset({str, int, bool, type(None)})

#: Manifests by their bytes: most submissions, of most tabs, leave theirs as it was. An entry takes about 1 kB.
_manifests: BoundedCache[LastingManifest] = BoundedCache(
    lambda: 1_000, lambda: settings.HTML_CACHE_BYTES // 4, lambda lasting: 1_000 * len(lasting.entries) + 1_000
)

Failed = Callable[[str, Any, BaseException], None]

logger = logging.getLogger("formrerun.store")

_warned: set[str] = set()  # keys whose size was logged


def forget() -> None:
    """Drop the manifests that are kept in this process: a test wants a cold start."""
    _manifests.clear()


def sign(data: bytes, what: str) -> bytes:
    """Return the bytes with a signature in front; ``what`` says what they are, so that parts cannot be exchanged."""
    return _signature(data, what, project.SECRET_KEY) + data


def _signature(data: bytes, what: str, secret: str | bytes) -> bytes:
    """Return what Django's ``salted_hmac`` gives, in a tenth of the time: four are made in each submission."""
    key = sha256(f"formrerun.{what}".encode() + force_bytes(secret)).digest()
    return hmac.digest(key, data, "sha256")


def unsign(signed: bytes, what: str) -> bytes:
    """
    Return the bytes without their signature.

    Raises
    ------
    BadSignature
        If neither SECRET_KEY nor one of SECRET_KEY_FALLBACKS made it.
    """
    signature, data = signed[:SIGNATURE], signed[SIGNATURE:]
    for secret in (project.SECRET_KEY, *project.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(signature, _signature(data, what, secret)):
            return data
    raise BadSignature(what)


def dumps(value: Any) -> bytes:
    """Return a value as compact JSON."""
    return short_json(value).encode()


# ---------------------------------------------------------------------------------------------------------- state


def dump_state(state: State, failed: Failed, most: int, *, with_user: bool = True) -> bytes:
    """
    Return a state as bytes.

    Parameters
    ----------
    failed
        Called with key, value and error for what cannot be stored; that entry keeps its last stored form.
    most
        How many bytes there may be.
    with_user
        False where tabs have their user entries in common, which stand in a record of their own.
    """
    texts = _texts(state.user, failed) if with_user else {}
    rest = {
        **_dump_widgets(state, failed),
        "i": state.ids,
        "t": sorted(state.trigger_ids),
        "a": sorted(state.assigned),
    }
    return _bounded(texts, _texts(state.pending, failed), rest, state.user, failed, most)


def _bounded(
    texts: dict[str, str], pending: dict[str, str], rest: dict[str, Any], user: Any, failed: Failed, limit: int
) -> bytes:
    """Return everything as bytes; above the limit the largest entries fall back to what was stored of them."""
    while len(data := dumps({"u": texts, "p": pending, **rest})) > limit:
        sizes = {key: len(text) for entries in (texts, pending) for key, text in entries.items()}
        if not sizes:
            raise StateTooLarge(len(data), limit)
        key = max(sizes, key=sizes.__getitem__)
        of = () if limit == settings.MAX_STATE_BYTES else ("MySQL's max_allowed_packet (a third)",)
        failed(key, None, TooLarge(key, sizes[key], len(data), limit, *of))
        before = user.stored(key) if isinstance(user, LazyMap) else None
        if pending.pop(key, None) is None:
            text = texts.pop(key)
            if before is not None and len(before) < len(text):
                texts[key] = before
    for key, text in (*texts.items(), *pending.items()):
        if len(text) > settings.WARN_VALUE_BYTES and key not in _warned and len(_warned) < 100:
            _warned.add(key)
            logger.warning(
                "session_state[%r] takes %d bytes, which are read and written with every submission. Keep large data "
                "in cache_data or in the database, and its key here.",
                key,
                len(text),
            )
    return data


def _texts(values: Any, failed: Failed) -> dict[str, str]:
    """Return the entries as JSON texts; those that cannot be stored are told to ``failed``."""
    if isinstance(values, LazyMap):
        return values.encoded(failed)
    texts: dict[str, str] = {}
    for key, value in values.items():
        try:
            texts[key] = codec.dumps_entry(value)
        except (codec.Unstorable, RecursionError) as error:
            failed(key, value, error)
    return texts


def _dump_widgets(state: State, failed: Failed) -> dict[str, Any]:
    """Return the widgets' values as columns: a thousand widgets are five lists, not a thousand for the collector."""
    values: list[Any] = []
    in_field_form: list[int] = []  # indexes of values that their field has put into its own form
    more: dict[str, list[Any]] = {}  # index → what few widgets have
    for index, (id_, widget) in enumerate(state.widgets.items()):
        if widget.stored is not UNSET:
            in_field_form.append(index)
        values.append(_value_of(widget, id_, state.ids, failed))
        if widget.soft or widget.shown is not UNSET:
            more[str(index)] = [int(widget.soft), None if widget.shown is UNSET else widget.shown]
    revs = [widget.rev for widget in state.widgets.values()]
    return {"w": list(state.widgets), "v": values, "r": revs, "k": in_field_form, "m": more}


def _value_of(widget: WidgetState, id_: str, ids: dict[str, str], failed: Failed) -> Any:
    """Return what is stored of a widget's value, as JSON takes it."""
    value = widget.value
    if widget.stored is not UNSET:
        return widget.stored
    if value is UNSET:
        return None if widget.raw is UNSET else widget.raw
    if type(value) in PLAIN:
        return value
    try:
        return codec.encode(value)
    except (codec.Unstorable, RecursionError) as error:
        failed(next((key for key, widget_id in ids.items() if widget_id == id_), id_), value, error)
        return None


def _set_value(made: WidgetState, value: Any, in_field_form: bool) -> None:
    """Give a widget the value that :func:`_value_of` returned; decoding waits until it is read."""
    if in_field_form:
        made.stored = value
    elif type(value) is dict or type(value) is list:
        made.raw = value
    else:
        made.value = value


def load_state(data: bytes, check: Callable[[str, Any], None] | None) -> State:
    """Return the state of what :func:`dump_state` gave."""
    stored = json.loads(data)
    state = State(check)
    state.user = LazyMap(stored["u"])
    state.pending = LazyMap(stored["p"])
    state.ids = stored["i"]
    state.trigger_ids = set(stored["t"])
    state.assigned = set(stored["a"])
    in_field_form = set(stored["k"])
    for index, (id_, value, rev) in enumerate(zip(stored["w"], stored["v"], stored["r"], strict=True)):
        made = state.widgets[id_] = WidgetState(rev=rev)
        _set_value(made, value, index in in_field_form)
    ids = stored["w"]
    for where, (soft, shown) in stored["m"].items():
        made = state.widgets[ids[int(where)]]
        made.soft, made.shown = bool(soft), UNSET if shown is None else shown
    return state


def dump_shared(shared: SharedState, failed: Failed, most: int) -> bytes:
    """Return what tabs have in common as bytes; see :func:`dump_state`."""
    pages = {
        page: [_shared_value(key, value, failed) for key, value in here.items()] for page, here in shared.pages.items()
    }
    return _bounded(_texts(shared.user, failed), {}, {"g": pages}, shared.user, failed, most)


def _shared_value(key: str, value: SharedValue, failed: Failed) -> list[Any]:
    widget = value.widget_state
    shown = None if widget.shown is UNSET else widget.shown
    stored = _value_of(widget, value.widget_id, {key: value.widget_id}, failed)
    return [key, value.run, value.widget_id, int(widget.stored is not UNSET), stored, shown]


def load_shared(data: bytes, run: int) -> SharedState:
    """
    Return what tabs have in common.

    Parameters
    ----------
    data
        What :func:`dump_shared` gave; b"" if there is nothing yet.
    run
        The number of the run that loads it.
    """
    if not data:
        return SharedState(LazyMap(), run=run)
    stored = json.loads(data)
    pages: dict[str, dict[str, SharedValue]] = {}
    for page, here in stored["g"].items():
        pages[page] = {}
        for key, set_in, widget_id, in_field_form, value, shown in here:
            widget = WidgetState()
            _set_value(widget, value, bool(in_field_form))
            widget.shown = UNSET if shown is None else shown
            pages[page][key] = SharedValue(set_in, widget_id, widget)
    return SharedState(LazyMap(stored["u"]), pages, run)


# --------------------------------------------------------------------------------------------- the record's parts


def dump_meta(record: Record, lease: float = 0.0) -> str:
    """
    Return the small parts: submissions done, sequence numbers.

    Parameters
    ----------
    lease
        Until when a run that holds no lock has the record for itself, in seconds since 1970.
    """
    parts = {
        "o": record.outcomes,
        "s": record.seqs,
        "t": record.last_triggers,
        "i": record.left_over,
        "c": record.scope,
        "n": record.seen,
        "l": lease,
    }
    return short_json(parts)


def load_meta(record: Record, text: str) -> float:
    """Set the small parts, and return the lease."""
    parts = json.loads(text)
    record.outcomes = [(id_, run, status) for id_, run, status in parts["o"]]
    record.seqs = parts["s"]
    record.last_triggers = parts["t"]
    record.left_over = tuple(parts["i"])
    record.scope, record.seen = parts["c"], parts["n"]
    return float(parts["l"])


def dump_manifest(manifest: Manifest, blobs: Blobs) -> bytes:
    """Return a manifest as bytes."""
    texts = manifest.texts(blobs)
    data = manifest.joined(texts).encode()
    if data not in _manifests and (lasting := manifest.lasting(texts)) is not None:
        _manifests.put(data, lasting)
    return data


def load_manifest(data: bytes) -> Manifest:
    """Return the manifest of what :func:`dump_manifest` gave."""
    lasting = _manifests.get(data)
    return Manifest(json.loads(data)) if lasting is None else lasting.manifest()


def names_in(data: bytes) -> set[str]:
    """Return the digests of blobs that bytes name: options, parts of pages, the addresses of tables."""
    return {found.decode() for found in DIGEST.findall(data)}


def is_named(digest: str, data: bytes) -> bool:
    """Return True if :func:`names_in` finds a blob's digest: of one it is asked in a tenth of the time of all."""
    found = data.find(digest.encode())
    return found >= 0 and digest in names_in(data[max(found - 1, 0) : found + len(digest) + 1])


def dump_hashes(snapshot: PageSnapshot) -> bytes:
    """Return what is kept of the page beside its HTML, as bytes."""
    return dumps([snapshot.run, snapshot.hashes, snapshot.head])


def load_hashes(snapshot: PageSnapshot, data: bytes) -> None:
    """Set what is kept of the page beside its HTML."""
    if data:
        run, hashes, head = json.loads(data)
        if not (isinstance(run, int) and isinstance(head, dict) and (hashes is None or len(hashes) == 3)):
            raise ValueError("not what is kept of a page")
        snapshot.run, snapshot.hashes, snapshot.head = run, hashes, head
