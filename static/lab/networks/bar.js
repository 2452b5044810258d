// The bar of the Networks page: the points, the net, the batches; train or stop; presets and the link.
import { CopyLink } from "../stage/copy.js";
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { Menu } from "../widgets/menu.js";
import { NetSheet } from "./net.js";
import { OwnPoints } from "./own.js";
import { PointsSheet, StepsSheet } from "./sheets.js";
import { storeOf } from "../wire/store.js";
import { storiesButton, storyGroups } from "../stage/stories.js";

export class NetworksBar {
  constructor(root, data) {
    Object.assign(this, { root, data, store: storeOf(data.name), ticket: 0, listeners: new AbortController() });
    const { signal } = this.listeners;
    this.link = new CopyLink(this.store, signal);
    this.own = new OwnPoints(this.store, data.wordsForOwn, signal);
    this.sheets = [PointsSheet, NetSheet, StepsSheet].map((Sheet) => new Sheet(this.store, data, signal));
    this.build(signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, () => this.update(), signal);
  }

  build(signal) {
    const choose = () => (this.ticket = this.store.send({ kind: "data", value: this.select.value }));
    const options = Object.entries(this.data.datasets).map(([value, title]) => el("option", { value }, title));
    this.mine = el("option", { value: "own", hidden: true }, "Your own");
    this.select = el("select", { class: "lab-select", "aria-label": "Points", onchange: choose }, options, this.mine);
    this.chip = el("span", { class: "lab-chip", hidden: true }, "your data: not in the link");
    this.train = el("button", { type: "button", class: "lab-train", onclick: () => this.turn() });
    this.presets = storiesButton("Presets", "lab-shape");
    const dots = el("button", { type: "button", class: "lab-icon lab-bar-dots", "aria-label": "Link" });
    dots.append(icon("more_horiz"));
    const [points, net, steps] = this.sheets;
    const left = [this.select, points.button, this.own.button, this.chip, net.button, steps.button, this.train];
    const { button, said, panel } = this.link;
    this.root.append(...left, el("span", { class: "lab-gap" }), this.presets, button, dots, said, panel);
    this.root.append(...this.sheets.map((sheet) => sheet.panel), this.own.panel);
    const menu = new Menu(this.root, signal);
    menu.attach(this.presets, () => this.lessons());
    menu.attach(dots, () => [{ entries: [{ text: "Copy link", run: () => this.link.copy(dots) }] }]);
  }

  lessons() {
    const tell = (value) => this.store.send({ kind: "preset", value });
    return storyGroups(this.data.presets, tell, this.store.wire?.preset);
  }

  turn() {
    this.store.send({ kind: this.store.wire.training.running ? "stop" : "train" });
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire || !ground) return;
    const now = wire.data;
    this.mine.hidden = !wire.hasOwn && now !== "own";
    if (this.select.value !== now && this.store.answered(this.ticket)) this.select.value = now;
    this.chip.hidden = now !== "own";
    for (const sheet of this.sheets) sheet.update(wire, ground);
    this.sayTraining(wire);
  }

  sayTraining({ training, steps }) {
    const { running } = training;
    const done = !running && !training.words && training.steps >= steps;
    const [name, words] = running ? ["stop", "Stop"] : ["play_arrow", done ? "Trained" : "Train"];
    this.train.disabled = done;
    this.train.title = training.words ?? "";
    this.train.style.setProperty("--p", `${(100 * training.steps) / Math.max(1, steps)}%`);
    if (this.said === words) return;
    this.said = words;
    this.train.replaceChildren(icon(done ? "check" : name), words);
    this.train.classList.toggle("lab-running", running);
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}
