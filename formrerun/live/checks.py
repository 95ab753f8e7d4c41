"""System checks: what would make live updates slower than they could be. ``docs/checks.md`` lists them."""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from django.conf import settings as project
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004


@register(Tags.compatibility)
def check_layer(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """live.W001: WebSockets are possible, but there is no channel layer."""
    if find_spec("channels") is None or getattr(project, "CHANNEL_LAYERS", {}):
        return []
    return [
        Warning(
            "There are no CHANNEL_LAYERS: browsers ask for changes from time to time, and see them later.",
            hint='Set CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}} for one '
            "process, or use channels_redis for several.",
            id="formrerun.live.W001",
        )
    ]


@register(Tags.compatibility, deploy=True)
def check_processes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """live.W002: a layer that only one process sees."""
    layer = getattr(project, "CHANNEL_LAYERS", {}).get("default", {})
    if not layer.get("BACKEND", "").endswith("InMemoryChannelLayer"):
        return []
    return [
        Warning(
            "The channel layer is in the memory of each process: what one process refreshes, browsers at another see "
            "only when they next ask.",
            hint="Use channels_redis.core.RedisChannelLayer when there is more than one process.",
            id="formrerun.live.W002",
        )
    ]


@register(Tags.compatibility)
def check_timeout(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """live.W003: redis-py 8 gives up reading after 5 seconds, for as long as channels_redis waits for a message."""
    layer = getattr(project, "CHANNEL_LAYERS", {}).get("default", {})
    if layer.get("BACKEND") != "channels_redis.core.RedisChannelLayer" or find_spec("redis") is None:
        return []
    hosts = layer.get("CONFIG", {}).get("hosts") or ["redis://localhost:6379"]
    if int(version("redis").partition(".")[0]) < 8 or all("socket_timeout" in host for host in hosts):
        return []  # in a dict, or in a URL
    return [
        Warning(
            "The channel layer says no socket_timeout: with redis-py 8 every WebSocket on which nothing happens for 5 "
            "seconds is closed.",
            hint="Let CHANNEL_LAYERS, for channels_redis, say a longer one: "
            '"CONFIG": {"hosts": [{"address": "redis://…", "socket_timeout": 20}]}.',
            id="formrerun.live.W003",
        )
    ]
