// What training has done: a row a racer, its numbers those of the step that is shown.
import { el } from "../widgets/dom.js";
import { percent, short } from "../widgets/format.js";
import { worthAMark } from "./history.js";
import { markIcon } from "../widgets/marks.js";
import { afterPicture } from "../widgets/after_frame.js";
import { storeOf } from "../wire/store.js";
import { inksOf, watchTheme } from "../plot/theme.js";

const STOPPING = "The epoch with the lowest dev loss: early stopping would have ended there.";
const SECONDS = "Seconds of computing time on the server.";

export class NetworksTable {
  constructor(root, { name, slots }, runs) {
    Object.assign(this, { root, slots, runs, store: storeOf(name), rows: [], listeners: new AbortController() });
    const { signal } = this.listeners;
    this.build();
    const soon = afterPicture(() => this.update(), signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, soon, signal);
    this.store.on("step", () => this.follow(), signal);
    watchTheme(root, (_, theme) => this.repaint(inksOf(slots, theme)), signal);
  }

  build() {
    const head = (words, name) => el("th", { scope: "col", class: name }, words);
    this.heads = { train: head("Train loss"), dev: head("Dev loss") };
    this.accuracy = head("Dev accuracy");
    const least = head(el("span", { class: "lab-term", title: STOPPING }, "Lowest dev loss"), "lab-wide");
    const heads = [head("Optimizer"), head("What happened"), this.heads.train, this.heads.dev, this.accuracy, least];
    heads.push(head("Epochs", "lab-wide"));
    heads.push(head(el("span", { class: "lab-term", title: SECONDS }, "Seconds"), "lab-wide"));
    const caption = el(
      "caption",
      { class: "lab-visually-hidden" },
      "How each training went, up to the step that is shown",
    );
    this.body = el("tbody");
    this.root.append(el("table", {}, caption, el("thead", {}, el("tr", {}, heads)), this.body));
  }

  // Rows that are there stay: while nets train, this is called many times a second.
  update() {
    const { wire, ground } = this.store;
    if (!wire || ground?.id !== wire.picture) return;
    const key = wire.racers.map(({ slot, title, hidden }) => [slot, title, hidden].join()).join("|");
    if (key !== this.key) {
      this.key = key;
      this.rows = wire.racers.map((racer) => this.row(racer));
      this.body.replaceChildren(...this.rows.map(({ row }) => row));
      this.repaint();
    }
    this.accuracy.hidden = ground.task !== "classes";
    this.tell(wire);
    this.follow();
  }

  row({ slot, title, hidden }) {
    const names = ["happened", "train", "dev", "accuracy", "least", "epochs", "seconds"];
    const wide = new Set(["least", "epochs", "seconds"]);
    const cell = (name) => [name, el("td", { class: wide.has(name) && "lab-wide" })];
    const cells = Object.fromEntries(names.map(cell));
    const marker = this.slots.find((known) => known.slot === slot)?.marker;
    const name = el("th", { scope: "row" }, markIcon(marker), title);
    return { slot, cells, row: el("tr", { class: hidden && "lab-off" }, name, ...Object.values(cells)) };
  }

  // What does not depend on the step.
  tell(wire) {
    for (const { slot, cells } of this.rows) {
      const racer = wire.racers.find((known) => known.slot === slot);
      const run = this.runs.bySlot.get(slot);
      const { label, tone, detail, hover } = racer.hidden ? HIDDEN : (racer.status ?? waiting(run, wire));
      const words = [label, detail].join();
      if (cells.happened.dataset.words !== words) {
        cells.happened.dataset.words = words;
        const tag = el("span", { class: `lab-tag lab-${tone}`, title: hover }, label);
        cells.happened.replaceChildren(tag, " ", el("span", { class: "lab-detail" }, detail ?? ""));
      }
      const when = run.best.step === 0 ? "before training" : `at epoch ${epochOf(run.best.step, wire)}`;
      const stopping = worthAMark(run) ? `${short(run.best.loss)} ${when}` : "last epoch";
      cells.least.textContent = run.at.length && !Number.isNaN(run.best.step) ? stopping : "–";
      cells.accuracy.hidden = this.accuracy.hidden;
      put(cells.seconds, racer.hidden ? "–" : short(racer.seconds, 2));
    }
  }

  follow() {
    const { wire, view } = this.store;
    if (!wire) return;
    for (const { slot, cells } of this.rows) {
      const run = this.runs.bySlot.get(slot);
      if (!run?.at.length) continue;
      const step = Math.min(view.step, run.steps);
      const known = (name) => run.measured(name, step);
      put(cells.train, short(known("train")));
      put(cells.dev, Number.isNaN(known("dev")) ? "–" : short(known("dev")));
      put(cells.accuracy, Number.isNaN(known("dev_accuracy")) ? "–" : percent(known("dev_accuracy")));
      put(cells.epochs, epochOf(step, wire));
    }
  }

  repaint(inks = this.inks) {
    this.inks = inks;
    for (const { row, slot } of this.rows) row.style.setProperty("--c", inks.get(slot)?.color);
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

const HIDDEN = { label: "hidden", tone: "mute" };

function waiting(run, { steps, training }) {
  if (run.steps >= steps) return { label: "trained", tone: "ok" };
  return training.running ? { label: "in training", tone: "info" } : { label: "stopped", tone: "mute" };
}

const epochOf = (step, { perEpoch }) => String(Number((step / perEpoch).toFixed(1)));

function put(cell, words) {
  if (cell.textContent !== words) cell.textContent = words;
}
