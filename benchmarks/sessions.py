"""A visitor without a browser: speaks Streamlit's own protocol and moves the deck's real sliders."""

import asyncio
import json
import random
import time
from itertools import count
from urllib.parse import urlparse

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from ui.packets import unpacked

WIRE, EVENTS = "race:wire", "$$STREAMLIT_INTERNAL_KEY_{}__events"  # as the browser names a component's trigger
PATIENCE = 240  # s, for an answer: only a hang takes so long
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class WrongAnswerError(RuntimeError):
    """The server answered something else than what was asked."""


class Session:
    """One tab. `link` is the race it opens."""

    def __init__(self, address: str, link: str, seed: int) -> None:
        self.address, self.query, self.dice = address, link, random.Random(seed)
        self.tickets = count(1)
        self.hashes: set[str] = set()
        self.page = self.fragment = self.trigger = ""
        self.wire: dict = {}
        self.socket: ClientConnection

    async def open(self) -> None:
        """The page as it is first loaded."""
        place = f"ws://{urlparse(self.address).netloc}/_stcore/stream"
        self.socket = await connect(place, subprotocols=["streamlit"], max_size=None, compression=None)
        await self.rerun([])
        if not self.wire:
            raise WrongAnswerError("the page did not bring a wire")

    async def move(self) -> float:
        """One slider to a value never used before; seconds until the whole answer is there."""
        racer = self.dice.choice(self.wire["racers"])
        value = 10 ** self.dice.uniform(-4, -1)
        event = {"kind": "hyper", "slot": racer["slot"], "name": "learning_rate", "value": value}
        ticket = next(self.tickets)
        begin = time.perf_counter()
        about = {"settled": True, "ticket": ticket, "have": self.wire["turn"]}
        await self.rerun([{"event": "event", "value": event | about}])
        passed = time.perf_counter() - begin
        told = {other["slot"]: other.get("values") for other in self.wire["racers"]}  # of those that changed
        moved = told[racer["slot"]] or {}
        if self.wire["ticket"] != ticket or moved.get("learning_rate") != value:
            raise WrongAnswerError(f"asked for {event}, was told {told}")
        return passed

    async def rerun(self, events: list[dict]) -> None:
        """Sends what a browser sends and reads to the end of the script run."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.page
        asked.cached_message_hashes.extend(self.hashes)
        if events:
            asked.fragment_id = self.fragment
            asked.widget_states.widgets.add(id=self.trigger, json_trigger_value=json.dumps(events))
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self.listen(), PATIENCE)

    async def listen(self) -> None:
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())
            kind = message.WhichOneof("type")
            if kind == "delta":
                self.element(message)
            elif kind == "navigation":
                self.page = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "script_finished":
                if message.script_finished not in FINISHED:
                    raise WrongAnswerError(f"the script ended with {message.script_finished}")
                return

    def element(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self.hashes.add(message.hash)
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise WrongAnswerError(element.exception.message)
        if kind == "bidi_component" and element.bidi_component.id.endswith(WIRE):
            self.fragment, self.trigger = message.delta.fragment_id, EVENTS.format(element.bidi_component.id)
            self.wire = unpacked(element.bidi_component.bytes)

    async def close(self) -> None:
        await self.socket.close()
