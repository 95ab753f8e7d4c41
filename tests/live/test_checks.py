"""What `manage.py check` says of the channel layer."""

from __future__ import annotations

import pytest

from formrerun.live.checks import check_layer, check_processes, check_timeout

MEMORY = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
REDIS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer"}}
PATIENT = {"default": {**REDIS["default"], "CONFIG": {"hosts": [{"address": "redis://r", "socket_timeout": 20}]}}}


@pytest.mark.parametrize(
    ("layers", "found"),
    [({}, ["live.W001"]), (MEMORY, ["live.W002"]), (REDIS, ["live.W003"]), (PATIENT, [])],
    ids=["none", "memory", "redis", "patient"],
)
def test_a_layer_that_not_every_browser_hears_of(settings, layers, found):
    settings.CHANNEL_LAYERS = layers
    messages = [*check_layer(None), *check_processes(None), *check_timeout(None)]
    assert [message.id.removeprefix("formrerun.") for message in messages] == found
    assert all("channels_redis" in message.hint for message in messages)
