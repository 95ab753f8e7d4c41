"""``secrets``: what ``settings.FORMRERUN`` and the secrets file say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formrerun.api.visitor import RunMapping
from formrerun.engine.context import current_run
from formrerun.exceptions import StreamlitAPIException


class Secrets(RunMapping):
    """
    The site's secrets: the setting ``FORMRERUN["SECRETS"]``, else ``.streamlit/secrets.toml`` where the process runs.

    Nested tables are mappings with attribute access too.
    """

    _what = "st.secrets"

    def _held(self) -> Mapping[str, Any]:
        from django.conf import settings as project

        given = getattr(current_run().request, "formrerun_secrets", None)
        if given:
            return _nested(given)
        chosen = getattr(project, "FORMRERUN", {}).get("SECRETS") if project.configured else None
        if chosen is not None:
            return _nested(chosen)
        path = Path.cwd() / ".streamlit" / "secrets.toml"
        if not path.is_file():
            raise StreamlitAPIException(
                f'No secrets found. Set FORMRERUN["SECRETS"] in the settings, or write them to {path}.'
            )
        try:
            import tomllib
        except ImportError:  # Python 3.10
            raise StreamlitAPIException('Python 3.10 reads no TOML. Set FORMRERUN["SECRETS"] instead.') from None
        return _nested(tomllib.loads(path.read_text(encoding="utf-8")))


class _Table(dict[str, Any]):
    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f'st.secrets has no attribute "{name}".') from None


def _nested(values: Mapping[str, Any]) -> _Table:
    return _Table({key: _nested(value) if isinstance(value, Mapping) else value for key, value in values.items()})


secrets = Secrets()


__all__ = ["secrets"]
