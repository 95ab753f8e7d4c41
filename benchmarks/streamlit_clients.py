"""The same ten visitors of Streamlit, over its WebSocket, run by its own Python: ADDRESS SECONDS."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

CLIENTS = 10
WARM = 2.0


async def finished(socket: Any) -> dict[str, str]:
    """Wait until the script has run; give the ids of its first text field and of its button."""
    ids: dict[str, str] = {}
    while True:
        message = ForwardMsg.FromString(await socket.recv())
        of = message.WhichOneof("type")
        if of == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "text_input":
                ids.setdefault("text", element.text_input.id)
            elif element.WhichOneof("type") == "button":
                ids["button"] = element.button.id
        elif of == "script_finished":
            return ids


async def submit(address: str, answered: list[int], place: int) -> None:
    """Submit as fast as it is answered."""
    async with connect(f"{address}/_stcore/stream".replace("http:", "ws:"), max_size=None) as socket:
        opened = BackMsg()
        opened.rerun_script.query_string = "fields=6"
        await socket.send(opened.SerializeToString())
        ids = await finished(socket)
        while True:
            message = BackMsg()
            message.rerun_script.query_string = "fields=6"
            widgets = message.rerun_script.widget_states.widgets
            widgets.add(id=ids["text"], string_value=f"text {answered[place]}")
            widgets.add(id=ids["button"], trigger_value=True)
            await socket.send(message.SerializeToString())
            await finished(socket)
            answered[place] += 1


async def main() -> None:
    """Submit and count."""
    address, seconds = sys.argv[1:]
    answered = [0] * CLIENTS
    tasks = [asyncio.create_task(submit(address, answered, place)) for place in range(CLIENTS)]
    done, _rest = await asyncio.wait(tasks, timeout=WARM, return_when=asyncio.FIRST_EXCEPTION)
    before, begun = sum(answered), time.monotonic()
    if not done:
        done, _rest = await asyncio.wait(tasks, timeout=float(seconds), return_when=asyncio.FIRST_EXCEPTION)
    rate = (sum(answered) - before) / (time.monotonic() - begun)
    for task in done:
        task.result()
    for task in tasks:
        task.cancel()
    print(rate)


asyncio.run(main())
