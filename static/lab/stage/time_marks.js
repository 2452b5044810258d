// Marks on the time line, one a change by hand: dragged, moved with arrow keys, removed with Delete or behind a click.
import { changesOf } from "./by_hand.js";
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { Popup } from "../widgets/popup.js";
import { changeWords } from "./steering_words.js";
import { TimeMark } from "./time_mark.js";

export class TimeMarks {
  // `deck` knows the racers: what they are called, their colours and markers, and how their numbers are written.
  constructor({ data, store, signal, story }) {
    Object.assign(this, { data, story, store, signal, marks: new Map() });
    this.root = el("div", { class: "lab-changes", role: "group", "aria-label": "Changes in mid-run" });
    this.bubble = el("div", { class: "lab-menu lab-change", role: "group", "aria-label": "Change in mid-run" });
    this.popup = new Popup(this.bubble, signal);
    store.on("lane", (lane) => lane.append(this.root, this.bubble), signal);
    store.on("wire", (wire) => this.update(wire), signal);
  }

  // From Python, at each message: without changes, as mostly, there is nothing to do.
  update(wire) {
    const wanted = wire.racers.filter(({ hidden, steering }) => !hidden && steering?.changes.length > 0);
    if (!wanted.length && !this.marks.size) return;
    const all = new Map(wanted.flatMap((racer) => this.told(racer, wire)).map((told) => [told.id, told]));
    for (const [id, mark] of this.marks) if (!all.has(id)) this.drop(id, mark);
    for (const [id, told] of all) this.markOf(id, told).update(told);
    this.fan();
  }

  told(racer, { steps }) {
    const changes = changesOf(racer);
    const { hypers } = this.story.kindOf({ kind: racer.optimizer });
    return changes.map((change) => {
      const { at, name, k } = change;
      const same = changes.filter((other) => other.name === name);
      const [low, high] = [(same[k - 1]?.at ?? 0) + 1, (same[k + 1]?.at ?? steps) - 1];
      const spec = hypers.find((known) => known.name === name);
      const words = (step) => changeWords(racer.title, spec, { ...change, at: step });
      return { id: [racer.slot, name, k].join(" "), slot: racer.slot, name, k, at, low, high, steps, words };
    });
  }

  markOf(id, { slot }) {
    if (!this.marks.has(id)) {
      const look = this.data.slots.find((known) => known.slot === slot);
      const mark = new TimeMark(this, look);
      this.popup.attach(mark.root, () => this.show(mark), mark.signal);
      this.marks.set(id, mark);
      this.root.append(mark.root);
    }
    return this.marks.get(id);
  }

  // Those of one step stand side by side.
  fan() {
    const taken = new Map();
    for (const mark of this.marks.values()) {
      const before = taken.get(mark.at) ?? 0;
      taken.set(mark.at, before + 1);
      mark.root.style.setProperty("--aside", before);
    }
  }

  show(mark) {
    const remove = { type: "button", class: "lab-icon", "aria-label": `Remove ${mark.words()}`, title: "Remove" };
    const cross = el("button", { ...remove, onclick: () => this.remove(mark) }, icon("close"));
    this.bubble.replaceChildren(el("span", {}, mark.words()), cross);
  }

  open(mark) {
    this.popup.open(mark.root, () => this.show(mark));
    this.bubble.querySelector("button").focus();
  }

  // Where the mark stands is said when the message leaves: one that is on its way may have moved it.
  event(kind, { slot, name, k }, more = {}) {
    const { store } = this;
    const ats = () => store.wire.racers.find((racer) => racer.slot === slot)?.steering.changes ?? [];
    return {
      ...{ kind, slot, name, ...more },
      get at() {
        return ats().filter((change) => change[1] === name)[k]?.[0] ?? null;
      },
    };
  }

  move(mark, to, settled) {
    return this.store.send(this.event("change", mark.told, { to }), { settled });
  }

  remove(mark) {
    this.popup.close();
    this.store.send(this.event("drop", mark.told));
  }

  // The focus goes to a neighbour, or to the time line.
  drop(id, mark) {
    const focused = mark.root === document.activeElement;
    if (this.popup.anchor === mark.root) this.popup.close();
    this.marks.delete(id);
    mark.remove();
    const [next] = this.marks.values();
    if (focused) (next?.root ?? this.root.closest(".lab-time").querySelector(".lab-scrub")).focus();
  }
}
