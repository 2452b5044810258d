"""Pages that compute for long: how soon Networks shows a slider's move, and what they leave of another user's Race."""

import asyncio
import json

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.packets import unpacked

from . import servers
from .browser import STAGE, chromium, default_race, new_page
from .moves import interleaved, open_floor
from .report import Row, median, quantile
from .sessions import EVENTS, PATIENCE, Session

SOON, TIMES_FLOOR = 300, 6  # ms; whichever is larger
TIMES_ALONE = 3  # p95 of a Race slider while others train, over its p95 without
TIMES_QUIET = 2  # the same while others compute long runs
RANGE = '.lab-deck input[type=range][aria-label="Adam: learning rate"]'
LONG = "data=spirals&hidden=32~32&batch_size=1&points=2000&epochs=100"  # training that outlasts the measurement
AGAIN = 0.3  # s until a browser asks again where nothing was computed for it
PAUSE = 0.2  # s between two moves


def rows(moves: int = 40, sessions: int = 10) -> list[Row]:
    return [page_row(moves), training_row(moves, sessions), computing_row(moves, sessions)]


def page_row(moves: int) -> Row:
    """The default page: a learning rate is let go, and the picture that follows."""
    with servers.app() as app, servers.floor() as floor, chromium() as browser:
        page = new_page(browser)
        page.goto(f"{app}/networks", wait_until="commit")
        page.evaluate("selector => bench.there(selector)", f"{STAGE}[data-drawn]")
        page.wait_for_timeout(1000)
        times = interleaved({"floor": open_floor(browser, floor), "networks": page}, moves, RANGE)
    low = median(times["floor"])
    limit = max(SOON, TIMES_FLOOR * low)
    return Row("Networks, learning rate → first repaint", median(times["networks"]), "ms", "≤", limit, low, "floor")


def training_row(moves: int, sessions: int) -> Row:
    with servers.app() as app:
        trainers = [Trainer(app, f"{LONG}&net_seed={seed}", seed) for seed in range(sessions)]
        alone, beside = asyncio.run(race_beside(app, moves, trainers))
    name = f"Race slider, p95, {sessions} sessions training"
    return Row(name, 1e3 * beside, "ms", "ratio ≤", TIMES_ALONE, 1e3 * alone, "none training")


def computing_row(moves: int, sessions: int) -> Row:
    with servers.app() as app:
        alone, beside = asyncio.run(race_beside(app, moves, [Computer(app, seed) for seed in range(sessions)]))
    name = f"Race slider, p95, {sessions} sessions computing second-order runs"
    return Row(name, 1e3 * beside, "ms", "ratio ≤", TIMES_QUIET, 1e3 * alone, "none computing")


async def race_beside(address: str, moves: int, trainers: "list[Trainer] | list[Computer]") -> tuple[float, float]:
    """p95 of a Race slider, alone and while all of the others compute without a pause."""
    race = Session(address, default_race(300), seed=0)
    await race.open()
    await moved(race, 5)
    alone = quantile(await moved(race, moves), 0.95)
    for trainer in trainers:
        await trainer.open()
    at_work = [asyncio.create_task(trainer.train()) for trainer in trainers]
    await asyncio.sleep(1)
    beside = quantile(await moved(race, moves), 0.95)
    early = [trainer for trainer, task in zip(trainers, at_work, strict=True) if task.done()]
    for trainer in trainers:
        trainer.enough = True  # a task that is cancelled while its answer comes in would go on
    await asyncio.gather(*at_work)
    if early:
        raise RuntimeError(f"{len(early)} sessions did not compute to the end of the measurement")
    await asyncio.gather(*(session.close() for session in (race, *trainers)))
    return alone, beside


async def moved(race: Session, moves: int) -> list[float]:
    times = []
    for _ in range(moves):
        await asyncio.sleep(PAUSE)
        times.append(await race.move())
    return times


class Computer(Session):
    """A tab of the Race with eight second-order runs, which asks for the next piece as soon as one has come."""

    enough = False

    def __init__(self, address: str, seed: int) -> None:
        runs = "&".join(f"r{slot}=lbfgs~learning_rate~{1 - slot / 100 - seed / 1000}" for slot in range(1, 9))
        super().__init__(address, f"surface=rosenbrock&steps=5000&{runs}", seed)
        self.round = 0

    async def train(self) -> None:
        """When all is done, from another start."""
        while not self.enough:
            self.round += 1
            before = self.wire["computing"]
            event = {"kind": "compute"} if before else {"kind": "start", "x": self.round / 1000, "y": 1}
            about = {"settled": True, "ticket": next(self.tickets), "have": self.wire["turn"]}
            await self.rerun([{"event": "event", "value": event | about}])
            if self.wire["computing"] == before:
                await asyncio.sleep(AGAIN)


class Trainer(Session):
    """A tab of the Networks page that asks for the next piece as soon as one has come."""

    enough = False

    async def train(self) -> None:
        while self.wire["training"]["running"] and not self.enough:
            about = {"settled": True, "ticket": next(self.tickets), "have": self.wire["turn"]}
            await self.rerun([{"event": "event", "value": {"kind": "go"} | about}])

    async def rerun(self, events: list[dict]) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.page
        if not self.page:
            asked.page_name = "networks"
        asked.cached_message_hashes.extend(self.hashes)
        if events:
            asked.fragment_id = self.fragment
            asked.widget_states.widgets.add(id=self.trigger, json_trigger_value=json.dumps(events))
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self.listen(), PATIENCE)

    def element(self, message: ForwardMsg) -> None:
        super().element(message)
        element = message.delta.new_element
        if element.WhichOneof("type") == "bidi_component" and element.bidi_component.id.endswith("networks:wire"):
            self.fragment, self.trigger = message.delta.fragment_id, EVENTS.format(element.bidi_component.id)
            self.wire = unpacked(element.bidi_component.bytes)
