// The deck: a card a racer, in the order Python gives, and the way to one more.
import { Card } from "./card.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { Menu } from "./menu.js";
import { storeOf } from "./store.js";
import { watchTheme } from "./theme.js";

const decks = new WeakMap(); // parentElement → deck; Streamlit calls again when data changes

export function mountDeck({ data, parentElement }) {
  if (!decks.has(parentElement)) decks.set(parentElement, new Deck(parentElement.querySelector(".lab-deck"), data));
  return () => {
    decks.get(parentElement)?.unmount();
    decks.delete(parentElement);
  };
}

class Deck {
  constructor(root, data) {
    Object.assign(this, { root, data, store: storeOf(data.name), cards: new Map(), awaited: false });
    this.listeners = new AbortController();
    this.signal = this.listeners.signal;
    this.menu = new Menu(root, this.signal);
    this.build();
    watchTheme(root, (dark) => root.classList.toggle("lab-dark", dark), this.signal);
    for (const topic of ["wire", "ground", "touched"]) this.store.on(topic, () => this.update(), this.signal);
  }

  build() {
    const restore = () => this.store.send({ kind: "restore" });
    this.list = el("div", { class: "lab-cards" });
    this.empty = el(
      "p",
      { class: "lab-nobody", role: "status", hidden: true },
      "Nobody is running. ",
      el("button", { type: "button", onclick: restore }, "Bring back the three"),
    );
    this.add = el(
      "button",
      { type: "button", class: "lab-add", "aria-label": "Add a racer", hidden: true },
      icon("add"),
      "Add a racer",
    );
    this.menu.attach(this.add, () =>
      this.full() ? "Eight is all that eyes can follow. Remove one first." : this.choices(),
    );
    this.root.prepend(this.list, this.empty, this.add);
  }

  choices() {
    const groups = Map.groupBy(Object.entries(this.data.optimizers), ([, { group }]) => group);
    return [...groups].map(([title, members]) => ({
      title,
      entries: members.map(([optimizer, { title: text, idea }]) => ({
        text,
        idea,
        run: () => this.grow({ kind: "add", optimizer }),
      })),
    }));
  }

  full() {
    return this.cards.size >= this.data.maxRacers;
  }

  grow(event) {
    this.awaited = true;
    this.store.send(event);
  }

  update() {
    const { wire, ground, touched } = this.store;
    if (!wire) return;
    this.add.hidden = false;
    if (!this.matches(wire.racers)) this.arrange(wire.racers);
    const shown = touched ?? wire.touched;
    for (const racer of wire.racers) this.cards.get(racer.slot).update(racer, ground?.rates, racer.slot === shown);
    this.empty.hidden = wire.racers.some(({ hidden }) => !hidden);
  }

  matches(racers) {
    const cards = [...this.cards.values()];
    return (
      cards.length === racers.length &&
      cards.every((card, i) => card.slot === racers[i].slot && card.optimizer === racers[i].optimizer)
    );
  }

  // Cards that stay are not taken out of the page, so that what has the focus keeps it.
  arrange(racers) {
    const old = this.cards;
    const focused = [...old.values()].findIndex(({ root }) => root.contains(document.activeElement));
    this.cards = new Map(
      racers.map((racer) => [racer.slot, kept(old.get(racer.slot), racer) ?? new Card(this, racer)]),
    );
    for (const card of old.values()) if (this.cards.get(card.slot) !== card) card.remove();
    [...this.cards.values()].forEach(({ root }, i) => {
      if (this.list.children[i] !== root) this.list.insertBefore(root, this.list.children[i] ?? null);
    });
    if (focused >= 0 && !this.root.contains(document.activeElement)) this.refocus(focused);
    this.reveal([...this.cards.values()].find(({ slot }) => !old.has(slot)));
  }

  // The card that had the focus is gone: its neighbour takes it.
  refocus(index) {
    const neighbour = [...this.cards.values()][Math.min(index, this.cards.size - 1)];
    (neighbour?.name ?? this.add).focus({ preventScroll: true });
  }

  // What was asked for is shown, and with the last card the way to one more.
  reveal(card) {
    if (!card) return;
    const last = card.root === this.list.lastElementChild;
    if (this.awaited) (last ? this.add : card.root).scrollIntoView({ block: "nearest" });
    this.awaited = false;
  }

  unmount() {
    this.menu.popup.close();
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

const kept = (card, racer) => (card?.optimizer === racer.optimizer ? card : null);
