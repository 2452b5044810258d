// The panels of the page Networks: a tile a racer, and two curves of how training went.
import { calm } from "../stage/clock.js";
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { listenForScrub } from "../stage/gestures.js";
import { icon } from "../widgets/icons.js";
import { Menu } from "../widgets/menu.js";
import { makeHistory } from "./history.js";
import { Legend } from "./legend.js";
import { InsideTiles } from "./inside.js";
import { RateTiles } from "./rates.js";
import { Slider } from "../widgets/slider.js";
import { Tabs } from "../widgets/tabs.js";
import { Tiles } from "./tiles.js";
import { movingSlot } from "../plot/tracks.js";
import { openingView } from "../wire/views.js";

const PLAYED_IN_S = 12;
const LOG = {
  type: "button",
  class: "lab-choice lab-axis",
  title: "Log or linear",
  "aria-label": "Log or linear axis",
};

export class NetworksPanels {
  constructor(stage, { speeds, numbers, choices }, runs) {
    Object.assign(this, stage, { speeds, runs, scene: null, lengths: null, keys: {}, titles: choices.third });
    this.build(choices.tab, numbers.smoothing, choices.third);
    const { boxes, redraw } = this;
    this.tiles = new Tiles(boxes.tiles, stage);
    this.inside = new InsideTiles(boxes.inside, stage);
    this.rates = new RateTiles(boxes.rates, stage);
    this.boards = { boundary: this.tiles, inside: this.inside, rates: this.rates };
    const loss = { train: "train", dev: "dev", raw: "batch_loss", smoothed: "smoothed" };
    this.loss = makeHistory(boxes.loss, loss, redraw);
    this.accuracy = makeHistory(boxes.accuracy, { train: "train_accuracy", dev: "dev_accuracy" }, redraw);
    this.size = makeHistory(boxes.size, { train: "size", at: "kept_at" }, redraw);
    this.alpha = makeHistory(boxes.alpha, { train: "alpha", at: "kept_at" }, redraw);
    this.thirds = { accuracy: this.accuracy, size: this.size, alpha: this.alpha };
    const { tiles } = this;
    const ground = { box: boxes.tiles, frame: () => this.open().frame(), resized: () => tiles.resized() };
    this.plots = [ground, this.loss.plot, ...Object.values(this.thirds).map(({ plot }) => plot)];
    this.listen();
  }

  build(tabs, smoothing, titles) {
    const box = (name) => el("div", { class: "lab-plot", "data-panel": name });
    const board = (hidden) => el("div", { class: "lab-board", hidden });
    this.boxes = { tiles: board(false), inside: board(true), rates: board(true) };
    for (const name of ["loss", "accuracy", "size", "alpha"]) this.boxes[name] = box(name);
    this.log = el("button", { ...LOG, onclick: () => this.turnLog() }, el("span"));
    const { loss, accuracy, size, alpha } = this.boxes;
    this.sections = [
      this.netsSection(tabs),
      section("Loss", el("h3", {}, "Loss", keys(), this.average(smoothing), this.log), loss),
      section("Third curve", this.thirdHeading(titles), accuracy, size, alpha),
    ];
    this.place(this.sections);
  }

  netsSection(tabs) {
    const board = el("div", { class: "lab-boards" }, this.boxes.tiles, this.boxes.inside, this.boxes.rates);
    const turn = (tab) => this.choose("tab", tab);
    this.tabs = new Tabs("What is shown of each net", tabs, turn, board);
    this.legend = new Legend();
    const heading = el("h3", {}, this.tabs.root, this.legend.root);
    return el("section", { class: "lab-panel lab-nets", "aria-label": "Nets" }, heading, board);
  }

  thirdHeading(titles) {
    this.third = el("button", { type: "button", class: "lab-choice" });
    this.thirdKeys = keys();
    const entry = (name) => ({ text: capital(titles[name]), run: () => this.choose("third", name) });
    const entries = () => this.scene.wire.choices.third.map(entry);
    new Menu(this.root, this.signal).attach(this.third, () => [{ entries: entries() }]);
    return el("h3", {}, this.third, this.thirdKeys);
  }

  choose(name, value) {
    this.store.send({ kind: "choice", name, value });
  }

  // The β of the average that smooths the loss of the batches.
  average(spec) {
    const send = (value, settled) => this.store.send({ kind: "number", name: "smoothing", value }, { settled });
    this.slider = new Slider({ spec, send, answered: this.store.answered, signal: this.signal });
    this.slider.describe("");
    return el("span", { class: "lab-smoothing", title: spec.help }, this.slider.row);
  }

  listen() {
    const { clock, tip, signal } = this;
    for (const { plot, linesAt } of [this.loss, ...Object.values(this.thirds)]) {
      listenForScrub(plot, (x) => this.scene && clock.jump(Math.round(x)), signal);
      tip.watch(plot, (px, py, frame) => this.scene && this.said(linesAt(px, py, frame)));
    }
  }

  said(found) {
    if (!found) return null;
    const { run, part, step, value } = found;
    const epoch = Number((step / this.scene.wire.perEpoch).toFixed(2));
    return [run.racer.title, `${part} ${short(value)}`, `step ${run.ownStep(step)} · epoch ${epoch}`];
  }

  open() {
    return this.boards[this.scene?.wire.tab] ?? this.tiles;
  }

  pace({ wire }) {
    const epochs = (step) => `epoch ${Math.floor(step / wire.perEpoch)}`;
    const shown = this.runs.shown();
    const running = wire.training.running && shown.some(({ racer }) => !racer.done);
    const end = shown.length ? Math.floor(Math.max(...shown.map(({ steps }) => steps))) : wire.steps;
    return {
      ...{ one: "step", many: "steps", at: (step) => step, all: wire.steps, stride: 1, speeds: this.speeds },
      ...{ end, growing: running, also: epochs },
    };
  }

  moved() {}

  load(scene) {
    const { wire } = scene;
    const [runs, axis] = [this.runs.shown(), this.axisOf(wire)];
    this.scene = { ...scene, axis, runs, dragged: movingSlot(wire), touched: this.store.touched };
    this.boxes.tiles.hidden = wire.tab !== "boundary";
    this.boxes.inside.hidden = wire.tab !== "inside";
    this.boxes.rates.hidden = wire.tab !== "rates";
    this.tabs.show(wire.tab);
    this.slider.accept(wire.smoothing, this.slider.spec.default);
    this.open().load(this.scene);
    this.legend.tell(this.scene);
    this.loadCurves();
    this.begin(wire);
  }

  // An experiment that was just chosen is played from its start, in some seconds however many steps it has.
  begin({ preset, epoch, steps }) {
    const before = this.began;
    this.began = { preset, epoch };
    if (!before || !preset || before.preset === preset || before.epoch !== epoch) return;
    const { store, clock, speeds } = this;
    if (calm()) return clock.jump(Infinity);
    const { axis, loop } = openingView(store.name); // the whole picture is the preset's
    store.setView({ axis, loop, speed: speeds.find((speed) => speed * PLAYED_IN_S >= steps) ?? speeds.at(-1) });
    clock.jump(0);
    clock.play();
  }

  // Of the loss, wherever it is drawn. While a slider is dragged the axis only grows.
  axisOf({ axes: { loss }, held }) {
    const log = this.store.view.axis === "log" && Boolean(loss.logRange);
    const range = log ? loss.logRange : loss.range;
    const before = held && this.axisShown?.log === log ? this.axisShown.range : range;
    const [low, high] = [Math.min(before[0], range[0]), Math.max(before[1], range[1])];
    return (this.axisShown = { log, range: [low, high] });
  }

  loadCurves() {
    const { axis, wire } = this.scene;
    this.loss.load(this.scene);
    this.loadThird(wire);
    this.log.firstChild.textContent = axis.log ? "log" : "linear";
    this.log.hidden = !wire.axes.loss.logRange;
  }

  loadThird({ axes, third }) {
    const axis = { log: false, range: third === "accuracy" ? axes.accuracy : axes[third].range };
    for (const name of Object.keys(this.thirds)) this.boxes[name].hidden = name !== third;
    this.third.replaceChildren(capital(this.titles[third]), icon("arrow_drop_down"));
    this.thirdKeys.hidden = third !== "accuracy";
    this.thirds[third].load({ ...this.scene, axis });
  }

  turnLog() {
    this.store.setView({ axis: this.store.view.axis === "log" ? "linear" : "log" });
  }

  draw(position) {
    if (this.touched !== this.store.touched) this.scene.touched = this.touched = this.store.touched;
    this.open().draw(position, this.clock.playing());
    this.loss.draw(position);
    this.thirds[this.scene.wire.third].draw(position);
  }

  rest() {}

  showView({ axis }) {
    if (!this.scene || this.axis === axis) return;
    this.axis = axis;
    this.reload();
  }

  summary(step) {
    const { wire, runs } = this.scene;
    const losses = runs.map((run) => `${run.racer.title}: train loss ${short(run.measured("train", step))}`);
    const rates = wire.tab === "rates" ? this.rates.summary(step) : [];
    return [`Step ${step} of ${wire.steps}, epoch ${Math.floor(step / wire.perEpoch)}`, ...losses, ...rates].join(". ");
  }

  close() {
    for (const panel of [...Object.values(this.boards), this.loss, ...Object.values(this.thirds)]) panel.close();
  }
}

const capital = (words) => words[0].toUpperCase() + words.slice(1);

const section = (label, ...children) =>
  el("section", { class: "lab-panel lab-curve", "aria-label": label }, ...children);

const keys = () =>
  el("span", { class: "lab-parts-key" }, el("span", {}, "train"), el("span", { class: "lab-dashed" }, "dev"));
