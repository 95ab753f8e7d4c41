"""
Settings: one dict, ``FORMRERUN``, read through one object.

``docs/settings.md`` describes each key; the test suite compares that page with ``DEFAULTS``.
"""

from __future__ import annotations

from typing import Any

from django.core.signals import setting_changed

DEFAULTS: dict[str, Any] = {
    # Pages want a login, but those with @page(login_required=False).
    "LOGIN_REQUIRED": False,
    # Write down who submitted what, in the table that the admin shows.
    "AUDIT": False,
    # Parts of names of fields whose values are masked there, beside passwords.
    "AUDIT_MASK": ("password", "passphrase", "secret", "token", "api_key", "apikey", "iban", "card number"),
    # How long a line of it is kept, in seconds; None keeps it. `clearsessions` deletes what is older.
    "AUDIT_AGE": 365 * 24 * 60 * 60,
    # Where a tab's record lives: None (follow SESSION_ENGINE), "db", "cache", "file", "process".
    "STORE": None,
    # The database alias the records stand in; "a submission happens exactly once" holds for this alias.
    "DATABASE": "default",
    # The cache alias of the "cache" store and of fr.cache_data.
    "CACHE": "default",
    # Of no effect: formrerun has an htmx of its own, which no other meets. It is here so that W002 can say so.
    "HTMX": None,
    # How long a tab lives that was opened and never used, in seconds.
    "TAB_AGE_UNUSED": 60 * 60,
    # How long a tab lives after its last submission, in seconds; None means SESSION_COOKIE_AGE.
    "TAB_AGE": None,
    # Open tabs one session may have; the longest idle (unused first) make room.
    "TABS_PER_SESSION": 50,
    # The largest POST body the JSON path takes, in bytes; None means DATA_UPLOAD_MAX_MEMORY_SIZE.
    "MAX_POST_BYTES": None,
    # Fields one POST may carry over the JSON path (plain forms: DATA_UPLOAD_MAX_NUMBER_FIELDS).
    "MAX_FIELDS": 10_000,
    # The largest encoded state of one tab, in bytes.
    "MAX_STATE_BYTES": 32 * 1024 * 1024,
    # A session_state entry above this many bytes is logged once.
    "WARN_VALUE_BYTES": 256 * 1024,
    # fr.rerun() in a row within one submission before it counts as an endless loop.
    "MAX_RERUNS": 100,
    # Show exception text and traceback in the page; None means settings.DEBUG.
    "SHOW_ERROR_DETAILS": None,
    # Show below each page what happened in its submissions; None means settings.DEBUG.
    "DEBUG_PANEL": None,
    # Memory for HTML kept of elements whose arguments did not change, in bytes per process.
    "HTML_CACHE_BYTES": 64 * 1024 * 1024,
    # Memory for table and map data kept per process (content is addressed by its hash), in bytes.
    "DATA_CACHE_BYTES": 64 * 1024 * 1024,
    # Tabs whose unstorable callbacks and options (closures, lambdas) a process remembers.
    "LIVE_TABS": 1_000,
    # Tabs the process store keeps.
    "PROCESS_TABS": 1_000,
    # How long a submission waits for the one before it on the same tab, in seconds.
    "LOCK_TIMEOUT": 30,
    # Pages that may run at the same time in one process under ASGI; each may hold a database connection.
    "RUN_THREADS": 16,
    # A reload, back and forward go on in the tab that was shown; False begins a new one, as Streamlit does.
    "RELOAD_KEEPS_TAB": True,
    # Pressing R, while nobody types, runs the page again; `runpage` has it.
    "RERUN_KEY": False,
    # Rows from which a table is read from the server page by page instead of being sent whole.
    "TABLE_REMOTE_ROWS": 5_000,
    # Options from which selectbox and multiselect send a first page of a list, and search the others on the server.
    "SELECT_REMOTE_OPTIONS": 1_000,
    # The same for the rows of a QuerySet, which the database searches.
    "SELECT_REMOTE_ROWS": 100,
    # URL template of map tiles, such as "https://tiles.example/{z}/{x}/{y}.png"; None draws without the internet.
    "MAP_TILES": None,
    # The attribution text shown with MAP_TILES.
    "MAP_ATTRIBUTION": "",
    # What fr.secrets gives; None reads .streamlit/secrets.toml.
    "SECRETS": None,
    # Folders the "file" store writes to; None means a folder below the system's temporary one.
    "FILE_STORE_PATH": None,
    # The alias in STORAGES of where uploaded files stand; None means a folder that only this user may read.
    "UPLOADS": None,
    # That folder; None means one below the system's temporary one.
    "UPLOAD_FOLDER": None,
    # The largest file a file_uploader takes that has no max_upload_size, in megabytes.
    "UPLOAD_FILE_MB": 200,
    # What the uploaded files of one tab may have together, in bytes.
    "UPLOAD_TAB_BYTES": 1024 * 1024 * 1024,
    # What the uploaded files of all tabs of one user, or of one session, may have together, in bytes.
    "UPLOAD_USER_BYTES": 4 * 1024 * 1024 * 1024,
}


class Settings:
    """Attribute access to ``settings.FORMRERUN`` over ``DEFAULTS``."""

    def __getattr__(self, name: str) -> Any:
        if name not in DEFAULTS:
            raise AttributeError(f"formrerun has no setting {name!r}. Settings are: {', '.join(sorted(DEFAULTS))}.")
        from django.conf import settings

        chosen = getattr(settings, "FORMRERUN", {}) if settings.configured else {}
        value = chosen.get(name, DEFAULTS[name])
        # Kept on the instance: the next read costs one attribute look-up.
        self.__dict__[name] = value
        return value

    def reload(self, *, setting: str = "FORMRERUN", **_: Any) -> None:
        """Forget what was read; called by ``override_settings``."""
        if setting in {"FORMRERUN", "SESSION_ENGINE", "DEBUG"}:
            self.__dict__.clear()


settings = Settings()
setting_changed.connect(settings.reload)
