// The day at the cursor, put into the recurrence: one line an average. Boxes keep their widths, so that nothing trembles.
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { markIcon } from "../widgets/marks.js";
import { digitsOf, restOf, weightOf, writerOf } from "../widgets/readings.js";
import { afterPicture } from "../widgets/after_frame.js";
import { storeOf } from "../wire/store.js";
import { inksOf, watchTheme } from "../plot/theme.js";

export class Arithmetic {
  constructor(root, { name, slots }) {
    Object.assign(this, { root, slots, store: storeOf(name), lines: [], listeners: new AbortController() });
    const { signal } = this.listeners;
    root.setAttribute("role", "group");
    const soon = afterPicture(() => this.update(), signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, soon, signal);
    this.store.on("step", () => this.follow(), signal);
    watchTheme(root, (_, theme) => this.repaint(inksOf(slots, theme)), signal);
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire || ground?.id !== wire.picture) return;
    const curves = wire.curves.filter(({ hidden, track }) => !hidden && track);
    this.writer = writerOf(wire.axis);
    this.root.style.setProperty("--digits", this.writer.width);
    if (curves.map(({ slot }) => slot).join() !== this.lines.map(({ curve }) => curve.slot).join())
      this.rebuild(curves);
    this.lines.forEach((line, k) => this.fill(line, curves[k]));
    this.repaint();
    this.follow();
  }

  rebuild(curves) {
    this.lines = curves.map((curve) => makeLine(curve, markerOf(this.slots, curve)));
    this.root.replaceChildren(...this.lines.map(({ row }) => row));
  }

  // What does not change with the day.
  fill(line, curve) {
    line.curve = curve;
    say(line.beta, digitsOf(curve.beta));
    say(line.rest, restOf(curve.beta));
    const lag = short(curve.lag);
    const { each } = this.store.ground;
    say(line.lag, `lag ${lag} ${lag === "1" ? each : `${each}s`}`);
    line.row.classList.toggle("lab-touched", curve.slot === (this.store.touched ?? this.store.wire.touched));
  }

  follow() {
    const { ground, view, wire } = this.store;
    if (!this.writer || ground?.id !== wire?.picture) return;
    const step = Math.min(view.step, wire.steps);
    this.root.setAttribute("aria-label", `The arithmetic of ${ground.each} ${ground.days[step]}`);
    for (const line of this.lines) if (step < line.curve.track.v.length) this.put(line, step, ground);
  }

  put({ row, curve, before, theta, value, corrected, weight }, step, { days, theta: series }) {
    const { text } = this.writer;
    const { v, v_hat, before: earlier } = curve.track;
    row.classList.toggle("lab-zero", step === 0);
    say(before, step ? text(earlier?.[step] ?? v[step - 1]) : "");
    say(theta, step ? text(series[step]) : "");
    say(value, text(v[step]));
    say(weight, weightOf(curve.beta, days[step]));
    say(corrected, step ? text(v_hat[step]) : "–");
  }

  repaint(inks = this.inks) {
    this.inks = inks;
    for (const { row, curve } of this.lines) row.style.setProperty("--c", inks.get(curve.slot)?.color);
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

const markerOf = (slots, { slot }) => slots.find((known) => known.slot === slot)?.marker;

function say(element, text) {
  if (element.firstChild?.data !== text) element.textContent = text;
}

function makeLine(curve, marker) {
  const part = (name, tag = "span") => el(tag, { class: name });
  const line = { curve, beta: part(""), rest: part(""), before: part("lab-figure"), theta: part("lab-figure") };
  Object.assign(line, { value: part("lab-figure", "b"), weight: part("lab-weight") });
  Object.assign(line, { corrected: part("lab-figure"), lag: part("lab-lag") });
  const { beta, rest, before, theta, value } = line;
  const rule = el("span", { class: "lab-rule" }, beta, " · ", before, " + ", rest, " · ", theta, " = ");
  const formula = el("span", { class: "lab-math" }, el("i", {}, "v"), " = ", rule, value);
  const more = [el("span", {}, "Σ weights ", line.weight), el("span", {}, "corrected ", line.corrected), line.lag];
  line.row = el("p", { class: "lab-line" }, markIcon(marker, 14), formula, el("span", { class: "lab-aside" }, more));
  return line;
}
