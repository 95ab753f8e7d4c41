"""``secrets``: what ``settings.FORMRERUN`` and the secrets file say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formrerun.api.visitor import RunMapping
from formrerun.engine.context import current_run
from formrerun.exceptions import StreamlitSecretNotFoundError
from formrerun.scripts.execution import main_folder
from formrerun.scripts.runtime_stand_ins import get_option


class Secrets(RunMapping):
    """
    The site's secrets: the setting ``FORMRERUN["SECRETS"]``, else the files that the option ``secrets.files`` names,
    else ``.streamlit/secrets.toml`` beside the script that runs or where the process runs.

    Nested tables are mappings with attribute access too.

    Raises
    ------
    StreamlitSecretNotFoundError
        A ``FileNotFoundError``: by all that reads them, if there are none. ``hasattr`` is False then, and so is
        ``load_if_toml_exists()``.
    """

    _what = "st.secrets"

    def _held(self) -> Mapping[str, Any]:
        more = current_run().environment.secrets
        if more is None:
            return self._of_site()
        try:
            return _nested({**self._of_site(), **more})
        except StreamlitSecretNotFoundError:
            return _nested(more)

    def _of_site(self) -> Mapping[str, Any]:
        from django.conf import settings as project

        given = getattr(current_run().request, "formrerun_secrets", None)
        if given:
            return _nested(given)
        chosen = getattr(project, "FORMRERUN", {}).get("SECRETS") if project.configured else None
        if chosen is not None:
            return _nested(chosen)
        named = get_option("secrets.files")
        if named:
            files = [Path(each).expanduser() for each in ([named] if isinstance(named, str) else named)]
            held: dict[str, Any] = {}
            for file in filter(Path.is_file, files):
                held.update(_read(file))  # what comes later counts
            return _nested(held)
        paths = dict.fromkeys(folder / ".streamlit" / "secrets.toml" for folder in (main_folder(), Path.cwd()))
        found = [path for path in paths if path.is_file()]
        if not found:
            raise StreamlitSecretNotFoundError(
                f'No secrets found. Set FORMRERUN["SECRETS"] in the settings, or write them to {[*paths][-1]}.'
            )
        return _nested(_read(found[0]))

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except StreamlitSecretNotFoundError as error:  # hasattr() asks whether there is one, and there is none
            raise AttributeError(str(error)) from None

    def load_if_toml_exists(self) -> bool:
        """Return whether there are secrets, instead of raising."""
        try:
            self._held()
        except StreamlitSecretNotFoundError:
            return False
        return True


def _read(path: Path) -> dict[str, Any]:
    try:
        import tomllib
    except ImportError:  # Python 3.10
        raise StreamlitSecretNotFoundError('Python 3.10 reads no TOML. Set FORMRERUN["SECRETS"] instead.') from None
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise StreamlitSecretNotFoundError(f"Error parsing secrets file at {path}: {error}") from error


class _Table(dict[str, Any]):
    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f'st.secrets has no attribute "{name}".') from None

    def to_dict(self) -> dict[str, Any]:
        """Return the entries as plain dicts."""
        return {key: value.to_dict() if isinstance(value, _Table) else value for key, value in self.items()}


def _nested(values: Mapping[str, Any]) -> _Table:
    return _Table({key: _nested(value) if isinstance(value, Mapping) else value for key, value in values.items()})


secrets = Secrets()


__all__ = ["secrets"]
