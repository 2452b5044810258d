// The Averages' panels: the series with its averages, and beneath it, on the same days, how much each of them still counts.
import { el } from "../widgets/dom.js";
import { counted, short } from "../widgets/format.js";
import { listenForScrub } from "../stage/gestures.js";
import { makeSeries, shownAt } from "../plot/series.js";
import { makeWeights } from "../plot/weights.js";

const NEAR = 14; // px

export const averagesPanels =
  ({ speeds }) =>
  (stage) =>
    new AveragesPanels(stage, speeds);

class AveragesPanels {
  constructor(stage, speeds) {
    Object.assign(this, stage, { speeds, scene: null, lengths: null, keys: {} });
    this.build();
    this.series = makeSeries(this.boxes.series, this.redraw);
    this.weights = makeWeights(this.boxes.weights, this.redraw);
    this.plots = [this.series.plot, this.weights.plot];
    const scrub = (day) => this.scene && this.clock.jump(Math.round(day / this.scene.ground.stride));
    for (const plot of this.plots) listenForScrub(plot, scrub, this.signal);
    this.tip.watch(this.series.plot, (px, py, frame) => this.scene && this.linesAt(px, py, frame));
  }

  build() {
    const box = (name) => el("div", { class: "lab-plot", "data-panel": name });
    this.boxes = { series: box("series"), weights: box("weights") };
    [this.title, this.counts] = [el("span"), el("span")];
    this.sections = [
      panel("Series and averages", el("h3", {}, this.title), this.boxes.series),
      panel("Weights", el("h3", {}, this.counts), this.boxes.weights),
    ];
    this.place(this.sections);
  }

  pace({ ground }) {
    const { days, stride, each: one, n: all } = ground;
    return { one, many: `${one}s`, at: (step) => days[step], all, stride, speeds: this.speeds };
  }

  // Another series is seen whole at first.
  moved(before, { id, unit, series }) {
    if (before.id !== id && (before.series !== series || before.unit === unit)) this.clock.jump(this.clock.end());
  }

  load(scene) {
    const curves = scene.wire.curves.filter(({ hidden, track }) => !hidden && track);
    const bySmoothness = curves.toSorted((a, b) => a.beta - b.beta); // the smoothest on top
    this.scene = { ...scene, curves: bySmoothness };
    say(this.title, `${scene.ground.axis}, and its averages`);
    say(this.counts, `weight of past values: (1 − β) βᵏ, k ${scene.ground.each}s ago`);
    this.arrange();
  }

  // Which of them is meant: the touched one, else the longest memory.
  arrange() {
    const { wire, curves } = this.scene;
    this.touched = this.store.touched;
    const meant = curves.find(({ slot }) => slot === this.touched) ?? curves.at(-1);
    const named = wire.correction === "both" ? meant : null;
    const dragged = wire.held ? this.touched : null;
    this.series.load({ ...this.scene, named, dragged });
    this.weights.load({ ...this.scene, touched: this.touched });
  }

  draw(position) {
    if (this.touched !== this.store.touched) this.arrange();
    this.series.draw(position);
    this.weights.draw(position);
  }

  rest() {}

  showView() {}

  // The nearest average at the pointer's day, or the day itself.
  linesAt(px, py, frame) {
    const { wire, ground, curves } = this.scene;
    const step = Math.max(1, Math.min(wire.steps, Math.round(frame.x(px) / ground.stride)));
    const away = (value) => Math.abs(frame.py(value) - py);
    const found = curves
      .map((curve) => ({ title: curve.title, value: shownAt(curve, wire.correction, step) }))
      .concat({ title: ground.title, value: ground.theta[step] })
      .filter(({ value }) => away(value) < NEAR)
      .toSorted((a, b) => away(a.value) - away(b.value))[0];
    return (
      found && [found.title, `${ground.each} ${counted(ground.days[step])}`, `${short(found.value, 4)} ${ground.unit}`]
    );
  }

  summary(step) {
    const { wire, ground, curves } = this.scene;
    const values = curves.map((curve) => `${curve.title}: ${short(shownAt(curve, wire.correction, step), 4)}`);
    return [`${ground.each} ${ground.days[step]} of ${ground.n}`, ...(step ? values : [])].join(". ");
  }

  close() {
    this.series.close();
    this.weights.close();
  }
}

function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

const panel = (label, ...children) => el("section", { class: "lab-panel lab-curve", "aria-label": label }, ...children);
