// Gradient check: how far the two differences are from the exact derivative, over their width ε, and what they say at the chosen one.
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { listenForScrub } from "../stage/gestures.js";
import { inksOfDifferences, makeErrors } from "./check_chart.js";
import { Slider } from "../widgets/slider.js";
import { storeOf } from "../wire/store.js";
import { watchTheme } from "../plot/theme.js";

const PACE = { one: "step", many: "steps", at: (step) => step, stride: 1, speeds: [1] };
const QUIET_MS = 400;

export class CheckPanels {
  constructor(stage) {
    Object.assign(this, stage, { scene: null, lengths: null, timer: 0 });
    const by = (steps) => (event) => this.check(this.scene.wire.at + (event.shiftKey ? 10 : 1) * steps);
    const [first, last] = [() => this.check(0), () => this.check(Infinity)];
    this.keys = { " ": () => {}, ArrowLeft: by(-1), ArrowRight: by(1), Home: first, End: last };
    this.box = el("div", { class: "lab-plot", "data-panel": "errors" });
    const heading = el("h3", {}, "relative error of the two differences, over their width ε");
    this.sections = [el("section", { class: "lab-panel lab-curve", "aria-label": "Errors" }, heading, this.box)];
    this.place(this.sections);
    this.errors = makeErrors(this.box, this.redraw);
    this.plots = [this.errors.plot];
    listenForScrub(this.errors.plot, (decade) => this.choose(decade), this.signal);
    this.signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  choose(decade) {
    const [low, high] = this.scene.wire.check.axis.x;
    const value = Number((10 ** Math.max(low, Math.min(high, decade))).toPrecision(3));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.store.send({ kind: "epsilon", value }), QUIET_MS);
    this.store.send({ kind: "epsilon", value }, { settled: false });
  }

  // Nothing plays here: the keys of the time line choose the step whose point is checked. θ³ is checked at one point.
  check(step) {
    const { wire } = this.scene;
    const value = Math.max(0, Math.min(wire.steps, step));
    if (wire.what === "surface" && value !== wire.at) this.store.send({ kind: "at", value });
  }

  pace({ wire }) {
    return { ...PACE, all: wire.steps };
  }

  moved() {}

  load(scene) {
    this.scene = scene;
    this.errors.load(scene);
  }

  draw() {
    this.errors.draw();
  }

  rest() {}

  showView() {}

  summary() {
    return "";
  }

  close() {
    this.errors.close();
  }
}

// The width, the point, and what each way of asking answers there.
export class CheckCard {
  constructor(root, { name, epsilon }) {
    Object.assign(this, { root, store: storeOf(name), listeners: new AbortController() });
    const { signal } = this.listeners;
    const send = (kind) => (value, settled) => this.store.send({ kind, value }, { settled });
    const slider = (spec, kind) => new Slider({ spec, send: send(kind), answered: this.store.answered, signal });
    this.width = slider({ name: "epsilon", ...epsilon }, "epsilon");
    this.at = slider({ ...STEP, high: 1 }, "at");
    for (const one of [this.width, this.at]) one.describe("");
    this.build();
    watchTheme(root, (_, theme) => this.repaint(inksOfDifferences(theme)), signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, () => this.update(), signal);
  }

  build() {
    this.where = el("p", { class: "lab-where" });
    const cell = (key, words) => [key, { words, value: el("b"), error: el("small") }];
    this.cells = Object.fromEntries([
      cell("exact", "exact: ∇f(θ) · d"),
      cell("two", "two-sided: (f(θ + εd) − f(θ − εd)) / 2ε"),
      cell("one", "one-sided: (f(θ + εd) − f(θ)) / ε"),
    ]);
    const rows = Object.entries(this.cells).map(([key, { words, value, error }]) =>
      el("div", { class: `lab-answer lab-answer-${key}` }, el("dt", {}, words), el("dd", {}, value, error)),
    );
    const words =
      "Wide one-sided differences take in the curvature, two-sided ones its change; narrow ones lose digits.";
    this.best = el("button", { type: "button", class: "lab-best" });
    this.best.addEventListener("click", () =>
      this.store.send({ kind: "epsilon", value: this.store.wire.check.best_epsilon }),
    );
    this.card = el(
      "section",
      { class: "lab-card", "aria-label": "Difference" },
      this.width.row,
      this.at.row,
      this.where,
    );
    this.root.append(
      this.card,
      el("dl", { class: "lab-answers" }, rows),
      this.best,
      el("p", { class: "lab-check-words" }, words),
    );
  }

  update() {
    const { wire } = this.store;
    const { check } = wire ?? {};
    if (!check) return;
    this.width.accept(check.epsilon, this.width.spec.default);
    if (this.at.spec.high !== wire.steps) this.stretch(wire.steps);
    this.at.accept(wire.at ?? check.at ?? 0);
    const cube = check.what === "cube";
    this.at.row.hidden = cube;
    const place = cube
      ? "θ³ at θ = 1"
      : `at (${check.point.map((number) => short(number, 4)).join(", ")}), along ${check.coordinate}`;
    say(this.where, place);
    const { exact, two, one } = this.cells;
    say(exact.value, check.exact_text);
    say(two.value, check.two_text);
    say(one.value, check.one_text);
    say(two.error, errorOf(check.two_error));
    say(one.error, errorOf(check.one_error));
    say(this.best, `Least error at ε = ${short(check.best_epsilon)}`);
  }

  stretch(steps) {
    this.at.spec.high = steps;
    this.at.range.max = Math.min(1000, steps);
  }

  repaint(inks) {
    for (const [key, { color }] of Object.entries(inks))
      this.root.querySelector(`.lab-answer-${key}`).style.setProperty("--c", color);
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

const STEP = {
  name: "at",
  symbol: "k",
  label: "step",
  help: "The point of the path that is checked.",
  low: 0,
  scale: "integer",
};

const errorOf = (error) => (error === null ? "" : `error ${short(error)}`);

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
