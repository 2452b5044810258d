// Gradients made by hand: the series as stems, and what each optimizer answers: where it stands, and its steps.
import { makeCurve } from "../plot/curves.js";
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { listenForScrub } from "../stage/gestures.js";
import { markIcon } from "../widgets/marks.js";
import { racers } from "../deck/optimizers.js";
import { makeStems } from "../plot/stems.js";
import { storeOf } from "../wire/store.js";
import { sentence } from "../stage/story.js";
import { inksOf, watchTheme } from "../plot/theme.js";
import { curveLines } from "../stage/tip.js";

const PACE = { one: "step", many: "steps", at: (step) => step, stride: 1 };

export class SeriesPanels {
  constructor(stage, { speeds }) {
    Object.assign(this, stage, { speeds, scene: null, lengths: null, keys: {} });
    this.build();
    this.stems = makeStems(this.boxes.g, this.redraw);
    this.curves = ["theta", "step"].map((name) => makeCurve(this.boxes[name], "third", this.redraw));
    this.plots = [this.stems, ...this.curves].map(({ plot }) => plot);
    this.listen();
  }

  build() {
    const box = (name) => el("div", { class: "lab-plot", "data-panel": name });
    this.boxes = { g: box("g"), theta: box("theta"), step: box("step") };
    this.title = el("span");
    const panel = (label, heading, plot) =>
      el("section", { class: "lab-panel lab-curve", "aria-label": label }, el("h3", {}, heading), plot);
    this.sections = [
      panel("Gradients", this.title, this.boxes.g),
      panel("Where each stands", "θ, where each of them stands", this.boxes.theta),
      panel("Steps", "the step that each of them makes", this.boxes.step),
    ];
    this.place(this.sections);
  }

  listen() {
    const { signal, clock, tip } = this;
    for (const plot of this.plots) listenForScrub(plot, (x) => clock.jump(Math.round(x)), signal);
    this.curves.forEach((curve, k) => {
      const title = k ? "step" : "θ";
      const onCurve = (px, py, frame) => this.scene && curveLines(px, py, frame, { tracks: curve.tracks(), title });
      tip.watch(curve.plot, onCurve);
    });
  }

  pace({ wire }) {
    return { ...PACE, all: wire.steps, speeds: this.speeds };
  }

  moved() {}

  load(scene) {
    this.scene = scene;
    const { series, axes, racers: all } = scene.wire;
    const words = `gradient g: ${series.title.toLowerCase()}`;
    if (this.title.textContent !== words) this.title.textContent = words;
    this.stems.load(scene, axes.g);
    const shown = all.filter(({ theta }) => theta);
    const columns = [({ theta }) => theta, ({ step }) => fromOne(step)];
    const ranges = [axes.theta, axes.step];
    this.curves.forEach((curve, k) => {
      const wire = { ...scene.wire, axes: { third: { log: false, range: ranges[k] } } };
      wire.racers = shown.map((racer) => ({ ...racer, third: [columns[k](racer)] }));
      curve.load({ ...scene, wire, log: false });
    });
  }

  draw(position) {
    for (const panel of [this.stems, ...this.curves]) panel.draw(position);
  }

  rest() {}

  showView() {}

  summary(step) {
    const shown = this.scene.wire.racers.filter(({ theta }) => theta);
    const places = shown.map(({ title, theta }) => `${title}: θ ${short(theta[step])}`);
    return [`Step ${step} of ${this.scene.wire.steps}`, ...places].join(". ");
  }

  close() {
    for (const panel of [this.stems, ...this.curves]) panel.close();
  }
}

// Step t stands at t; there is none at 0. Made once for each answer.
const shifted = new WeakMap();
function fromOne(steps) {
  if (!shifted.has(steps)) {
    const moved = new Float32Array(steps.length + 1).fill(NaN, 0, 1);
    moved.set(steps, 1);
    shifted.set(steps, moved);
  }
  return shifted.get(steps);
}

// The deck's cards are racers; a click on a name opens nothing here.
export function seriesDeck(data) {
  return { ...racers({ maxRacers: 8, ...data }), opens: null, presets: () => ({}) };
}

// Where the first ten steps led each of them, and all of them.
export class Sums {
  constructor(root, { name, slots }) {
    Object.assign(this, { root, slots, store: storeOf(name), listeners: new AbortController() });
    const { signal } = this.listeners;
    this.lines = ["first_ten", "final"].map((key) => ({ key, row: el("p", { class: "lab-sums" }) }));
    this.notice = el("p", { class: "lab-note" });
    root.append(...this.lines.map(({ row }) => row), this.notice);
    this.store.on("wire", () => this.update(), signal);
    watchTheme(root, (_, theme) => this.update(inksOf(slots, theme)), signal);
  }

  update(inks = this.inks) {
    this.inks = inks ?? this.inks;
    const { wire } = this.store;
    if (!wire?.sums || !this.inks?.get) return;
    this.notice.replaceChildren(...sentence(wire.series.notice), el("small", {}, wire.series.source));
    const known = wire.sums.filter(({ slot }) => wire.racers.some((racer) => racer.slot === slot && !racer.hidden));
    for (const { key, row } of this.lines) {
      const after = key === "first_ten" ? "ten" : wire.series.n;
      row.replaceChildren(el("b", {}, `after ${after}`), ...known.map((sum) => this.part(sum, sum[key], wire)));
    }
  }

  part({ slot }, value, { racers: all }) {
    const racer = all.find((one) => one.slot === slot);
    const marker = this.slots.find((one) => one.slot === slot)?.marker;
    const words = `${racer.title} ${typeof value === "string" ? value : short(value)}`;
    return el("span", { style: `--c: ${this.inks.get(slot).color}` }, markIcon(marker, 13), words);
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}
