"""What may be done to any card, whatever it shows: the racers of a race, the curves of the averages."""

from dataclasses import replace
from typing import Any, NamedTuple

from figures.palette import SLOTS
from figures.slots import free_slot
from ui.events import Handler, Refused

MOST = len(SLOTS)


class Deck(NamedTuple):
    """A page's cards: frozen values with `slot` and `hidden`, as a tuple in one field of the page's frozen state.

    A card's slot is its colour and marker: hiding, sorting or removing others never repaints it, only the visitor's
    choice of another colour does. The state has `touched`, the slot of the card last touched, or None.
    """

    field: str
    one: str  # what a card is called

    @property
    def events(self) -> dict[str, Handler]:
        return {
            "touch": self.touch,
            "hide": self.hide,
            "show": self.show,
            "duplicate": self.duplicate,
            "color": self.color,
        }

    def cards(self, state: Any) -> tuple:
        return getattr(state, self.field)

    def find(self, state: Any, slot: Any) -> Any:
        return next((card for card in self.cards(state) if card.slot == slot), None)

    def card(self, state: Any, event: dict) -> Any:
        card = self.find(state, event["slot"])
        if card is None:
            raise Refused(f"That {self.one} is no longer here.")
        return card

    def changed(self, state: Any, card: Any) -> Any:
        return replace(state, **{self.field: tuple(card if c.slot == card.slot else c for c in self.cards(state))})

    def free(self, state: Any, optimizer: str | None = None) -> int:
        """A slot that no card has: the optimizer's own where it is free."""
        slot = free_slot({card.slot for card in self.cards(state)}, optimizer)
        if slot is None:
            raise Refused("At most 8 can be shown. Remove one first.")
        return slot

    def added(self, state: Any, card: Any, after: Any = None) -> Any:
        """At the end, or after another; what is new is touched."""
        cards = self.cards(state)
        at = cards.index(after) + 1 if after else len(cards)
        return replace(state, **{self.field: (*cards[:at], card, *cards[at:])}, touched=card.slot)

    def without(self, state: Any, card: Any) -> Any:
        left = tuple(other for other in self.cards(state) if other is not card)
        return replace(state, **{self.field: left}, touched=None if state.touched == card.slot else state.touched)

    # ---- events
    def touch(self, state: Any, event: dict) -> Any:
        card = self.find(state, event["slot"])  # it may be gone by now: then there is nothing to say
        return replace(state, touched=card.slot) if card else state

    def hide(self, state: Any, event: dict) -> Any:
        return self.changed(state, replace(self.card(state, event), hidden=True))

    def show(self, state: Any, event: dict) -> Any:
        return self.changed(state, replace(self.card(state, event), hidden=False))

    def duplicate(self, state: Any, event: dict) -> Any:
        """The twin stands beside its model."""
        card = self.card(state, event)
        slot = self.free(state, getattr(card, "optimizer", None))
        return self.added(state, replace(card, slot=slot, hidden=False), after=card)

    def color(self, state: Any, event: dict) -> Any:
        """The card moves to another slot; the card that had it gets the slot in exchange."""
        card, wanted = self.card(state, event), event["value"]
        if type(wanted) is not int or not 1 <= wanted <= MOST:
            raise ValueError(wanted)
        to = {wanted: card.slot, card.slot: wanted}
        moved = tuple(replace(each, slot=to.get(each.slot, each.slot)) for each in self.cards(state))
        return replace(state, **{self.field: moved}, touched=wanted)
