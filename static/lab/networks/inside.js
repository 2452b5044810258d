// Inside each net: the net drawn, how large signals are from layer to layer, and how its weights are spread.
import { signColors } from "./classes.js";
import { el } from "../widgets/dom.js";
import { weightsIn } from "./forward.js";
import { short } from "../widgets/format.js";
import { markIcon } from "../widgets/marks.js";
import { drawNet } from "./drawn.js";
import { clipTo, makePlot } from "../plot/plot.js";

const ASK_AFTER_MS = 150; // at rest
const MARGIN = { l: 38, r: 4, t: 6, b: 20 };
const SPREAD = { l: 0, r: 4, t: 6, b: 20 };
const FLOOR = 1e-12; // below it a signal has vanished
const FULL = 240; // weights for which 41 bins are not too many
const BAR = 2.5; // px, at least
const HEADS = ["The net", "Signals", "Weights"];

export class InsideTiles {
  constructor(box, { store, clock, redraw, signal }) {
    Object.assign(this, { box, store, clock, redraw, rows: [], scene: null, timer: 0, asked: null });
    const key = (name, words) => el("span", { class: `lab-bar-key lab-bar-${name}` }, words);
    const keys = [[], [key("full", "activation"), key("hollow", "gradient")], [el("span", {}, "layer by layer")]];
    const heads = HEADS.map((words, k) => el("h4", {}, el("b", {}, words), ...keys[k]));
    this.list = el("div", { class: "lab-inside-rows" });
    box.append(el("div", { class: "lab-inside-heads" }, heads), this.list);
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  frame() {
    return this.rows[0]?.signals.frame() ?? (this.scene ? {} : null);
  }

  load(scene) {
    this.scene = scene;
    this.count = weightsIn(scene.wire.layers);
    while (this.rows.length > scene.runs.length) this.rows.pop().remove();
    while (this.rows.length < scene.runs.length) {
      this.rows.push(new Row(this.redraw));
      this.list.append(this.rows.at(-1).root);
      this.rows.at(-1).resized();
    }
    this.rows.forEach((row, k) => row.load(scene, scene.runs[k]));
  }

  // The net follows the cursor; the rest is asked for where it rests.
  draw(position, playing) {
    if (!this.scene) return;
    for (const row of this.rows) row.draw(position, this.scene.wire.layers, this.count);
    clearTimeout(this.timer);
    if (!playing) this.timer = setTimeout(() => this.ask(), ASK_AFTER_MS);
  }

  ask() {
    const step = this.clock.step();
    if (this.asked === step || this.scene.wire.inside?.step === step) return;
    this.asked = step;
    const { held } = this.scene.wire; // a drag stays a drag
    this.store.send({ kind: "number", name: "look", value: step }, { settled: !held });
  }

  close() {
    clearTimeout(this.timer);
    for (const row of this.rows) row.remove();
  }
}

class Row {
  constructor(redraw) {
    [this.mark, this.title, this.note] = [el("span"), el("b"), el("small")];
    this.boxes = ["net", "signals", "spread"].map((name) => el("div", { class: `lab-plot lab-inside-${name}` }));
    const head = el("header", {}, this.mark, this.title, this.note);
    this.root = el("section", { class: "lab-inside-row" }, head, this.boxes);
    this.canvas = el("canvas", { class: "lab-ink", "aria-hidden": "true" });
    this.boxes[0].append(this.canvas);
    this.signals = makePlot(this.boxes[1]);
    this.spread = makePlot(this.boxes[2]);
    this.key = "";
    this.sizes = new ResizeObserver(() => {
      this.resized();
      redraw();
    });
    for (const box of this.boxes) this.sizes.observe(box);
  }

  load(scene, run) {
    Object.assign(this, { scene, run, key: "" });
    const { title, slot } = run.racer;
    const { color, marker } = scene.inks.get(slot);
    this.root.style.setProperty("--c", color);
    this.root.setAttribute("aria-label", title);
    if (this.marker !== marker) this.mark.replaceChildren(markIcon((this.marker = marker), 14));
    if (this.title.textContent !== title) this.title.textContent = title;
    const inside = scene.wire.inside?.racers?.find((known) => known.slot === slot);
    if (!inside || this.shown === inside.layers) return;
    this.shown = inside.layers;
    this.note.textContent = `step ${inside.step}`;
    this.showSignals(inside.layers, color);
    this.showSpread(inside.layers, color);
  }

  resized() {
    this.key = "";
    for (const plot of [this.signals, this.spread]) plot.resized();
  }

  showSignals(layers, color) {
    const { theme } = this.scene;
    const y = decades(this.scene.wire.inside.racers);
    const paint = (g, frame) => drawSignals(g, frame, layers, color);
    const ticks = () => namesOf(layers);
    const x = [0, layers.length];
    this.signals.show({ x, y, log: true, margin: MARGIN, theme, grid: true, ticks, apart: 24, over: paint });
  }

  showSpread(layers, color) {
    const { theme } = this.scene;
    const paint = (g, frame) => drawSpread(g, frame, layers, color, theme);
    this.spread.show({
      x: [0, layers.length],
      y: [0, 1],
      margin: SPREAD,
      theme,
      ticks: () => widthsOf(layers),
      apart: 1e9,
      over: paint,
    });
  }

  draw(position, layers, count) {
    const at = Math.min(position, this.run.steps);
    const { clientWidth: width, clientHeight: height } = this.boxes[0];
    const key = [this.run.version, at, width, height].join();
    if (key === this.key || !width) return;
    this.key = key;
    const weights = this.run.weightsAt(at, count);
    const { theme } = this.scene;
    if (weights) drawNet(this.canvas, { width, height }, layers, weights, theme, signColors(theme.mode));
  }

  remove() {
    this.sizes.disconnect();
    for (const plot of [this.signals, this.spread]) plot.close();
    this.root.remove();
  }
}

// Of all racers alike, so that they can be compared.
function decades(racers) {
  const sizes = racers.flatMap(({ layers }) => layers.flatMap(({ activation, gradient }) => [activation, gradient]));
  const logs = sizes.filter((size) => size > FLOOR && Number.isFinite(size)).map(Math.log10);
  if (!logs.length) return [-1, 1];
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  return [low, Math.max(high, low + 1)];
}

const nameOf = (k, all) => (k === all - 1 ? "out" : String(k + 1));
const namesOf = (layers) => layers.map((_, k) => ({ value: k + 0.5, text: nameOf(k, layers.length) }));
const widthsOf = (layers) =>
  layers.map(({ histogram }, k) => ({
    value: k + 0.5,
    text: layers.length > 5 ? nameOf(k, layers.length) : `± ${short(histogram.edges.at(-1), 2)}`,
  }));

function drawSignals(g, frame, layers, color) {
  const half = Math.min(14, (0.36 * frame.wide) / layers.length);
  g.save();
  clipTo(g, frame);
  Object.assign(g, { fillStyle: color, strokeStyle: color, lineWidth: 1.4 });
  layers.forEach(({ activation, gradient }, k) => {
    const middle = frame.px(k + 0.5);
    const top = (size) => (size > FLOOR ? Math.min(frame.bottom, frame.py(Math.log10(size))) : frame.bottom);
    const [a, d] = [top(activation), top(gradient)];
    g.fillRect(middle - half, a, half - 1, frame.bottom - a);
    if (d < frame.bottom) g.strokeRect(middle + 1.7, d + 0.7, half - 2.4, frame.bottom - d);
  });
  g.restore();
}

// A histogram a layer, each over its own range. Few weights are counted in wide bars, or each would stand alone.
function drawSpread(g, frame, layers, color, theme) {
  layers.forEach(({ histogram: { counts } }, k) => {
    const [left, wide] = [frame.px(k + 0.06), frame.px(k + 0.94) - frame.px(k + 0.06)];
    const bars = barsOf(counts, wide);
    const most = Math.max(1, ...bars.map(({ count }) => count));
    const px = (bin) => left + (bin * wide) / counts.length;
    g.fillStyle = color;
    for (const { from, to, count } of bars) {
      const high = (count / most) * (frame.high - 4);
      g.fillRect(px(from), frame.bottom - high, Math.max(0.6, px(to) - px(from) - 0.5), high);
    }
    Object.assign(g, { strokeStyle: theme.muted, lineWidth: 1 });
    g.beginPath();
    g.moveTo(left + wide / 2, frame.bottom);
    g.lineTo(left + wide / 2, frame.bottom + 4);
    g.stroke();
  });
}

// Bins taken together, an odd number of them around 0 and on either side.
function barsOf(counts, wide) {
  const weights = counts.reduce((sum, count) => sum + count, 0);
  const each = [1, 3, 5].find((bins) => weights * bins >= FULL && (wide * bins) / counts.length >= BAR) ?? 5;
  const first = ((counts.length - each) / 2) % each;
  const starts = [0, ...counts.keys().filter((bin) => bin > 0 && bin % each === first % each)];
  return starts.map((from, k) => {
    const to = starts[k + 1] ?? counts.length;
    return { from, to, count: counts.slice(from, to).reduce((sum, count) => sum + count, 0) };
  });
}
