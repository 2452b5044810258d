// The deck: a card an item, in the order Python gives, and the way to one more.
import { handAt } from "../stage/by_hand.js";
import { Card } from "./card.js";
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { Menu } from "../widgets/menu.js";
import { storeOf } from "../wire/store.js";
import { watchTheme } from "../plot/theme.js";
import { TimeMarks } from "../stage/time_marks.js";

// `story` says what a page's cards are:
//   items(wire)            what they show, in order: {slot, kind, title, hidden, values, spoken}
//   kindOf(item)           its hypers and switches
//   presets(item, ground)  name → {preset, limit} of a slider, where it has them
//   moved(slot, name, value, at)  the event of a slider or switch; `at`: the step from which the value holds, if not from the first
//   actions(item, deck)    more entries of a card's menu, in groups: [[{text, event, disabled}]]; or nothing
//   opens                  {kind, title}: the event of a click on a card's name, or null
//   choices()              the groups of the menu behind "add", or null: then it adds at once
//   most, words            how many there may be; {add, full, none, restore}
//   foot(store, signal)    an element under the cards, or nothing
export class Deck {
  constructor(root, data, story) {
    Object.assign(this, { root, data, story, store: storeOf(data.name), cards: new Map(), awaited: false });
    this.listeners = new AbortController();
    this.signal = this.listeners.signal;
    this.menu = new Menu(root, this.signal);
    this.build(story);
    this.marks = data.schedules && new TimeMarks(this);
    watchTheme(root, (dark) => this.paint(dark), this.signal);
    for (const topic of ["wire", "ground", "touched"]) this.store.on(topic, () => this.update(), this.signal);
    this.store.on("step", () => this.follow(), this.signal);
    this.store.on("view", (view) => this.turnHand(view), this.signal);
  }

  paint(dark) {
    for (const root of [this.root, this.marks?.root]) root?.classList.toggle("lab-dark", dark);
  }

  build({ words, foot }) {
    const restore = () => this.store.send({ kind: "restore" });
    this.list = el("div", { class: "lab-cards" });
    this.empty = el(
      "p",
      { class: "lab-nobody", role: "status", hidden: true },
      words.none,
      el("button", { type: "button", onclick: restore }, words.restore),
    );
    const label = { class: "lab-add", "aria-label": words.add, hidden: true };
    this.add = el("button", { type: "button", ...label }, icon("add"), words.add);
    this.attachAdd();
    this.root.prepend(this.list, this.empty, this.add, ...(foot ? [foot(this.store, this.signal)] : []));
  }

  attachAdd() {
    const { choices, words } = this.story;
    const groups = () => (this.full() ? words.full : choices().map((group) => this.runnable(group)));
    if (choices) this.menu.attach(this.add, groups);
    else this.add.addEventListener("click", () => this.grow({ kind: "add" }), { signal: this.signal });
  }

  runnable({ title, entries }) {
    return { title, entries: entries.map((entry) => ({ ...entry, run: () => this.grow(entry.event) })) };
  }

  full() {
    return this.cards.size >= this.story.most;
  }

  grow(event) {
    this.awaited = true;
    this.store.send(event);
  }

  // The step that a slider's new value holds from: undefined is the whole run. By hand, the picture stands still for that.
  fromStep() {
    const at = handAt(this.store);
    if (at && this.store.view.playing) this.store.publish("halt");
    if (at && this.store.view.step >= this.store.wire.steps)
      this.store.publish(
        "hint",
        "Only the last step changes. Go back to an earlier step: a change applies from there on.",
      );
    return at;
  }

  follow() {
    if (this.store.view.byHand) for (const card of this.cards.values()) card.follow();
  }

  turnHand({ byHand }) {
    if (this.byHand === byHand) return;
    this.byHand = byHand;
    for (const card of this.cards.values()) card.follow();
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire) return;
    const items = this.story.items(wire);
    this.add.hidden = false;
    if (!this.matches(items)) this.arrange(items);
    const shown = this.store.touched ?? wire.touched; // a card that has just taken the focus is touched by that
    for (const item of items)
      this.cards.get(item.slot).update(item, this.story.presets(item, ground), item.slot === shown);
    this.empty.hidden = items.some(({ hidden }) => !hidden);
  }

  matches(items) {
    const cards = [...this.cards.values()];
    return (
      cards.length === items.length &&
      cards.every((card, i) => card.slot === items[i].slot && card.kind === items[i].kind)
    );
  }

  // Cards that stay are not taken out of the page, so that what has the focus keeps it.
  arrange(items) {
    const old = this.cards;
    const focused = [...old.values()].findIndex(({ root }) => root.contains(document.activeElement));
    this.cards = new Map(items.map((item) => [item.slot, kept(old.get(item.slot), item) ?? new Card(this, item)]));
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
    (neighbour?.first ?? this.add).focus({ preventScroll: true });
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

const kept = (card, item) => (card?.kind === item.kind ? card : null);
