// Caviar: a tile a racer with the train loss of 64 nets against their learning rates. It moves with the cursor; a click chooses one.
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { makeLabels } from "../plot/labels.js";
import { drawMark, markIcon } from "../widgets/marks.js";
import { RateHandle } from "./rate_handle.js";
import { bestOf, divergedIn, drawThrough, drawTitles, heightOf, ticks } from "./rate_picture.js";
import { Tried, nearest } from "./tried.js";
import { arranged } from "./tiles.js";
import { makePlot } from "../plot/plot.js";

const MARGIN = { l: 42, r: 8, t: 10, b: 36 };
const TIGHT = { l: 34, r: 6, t: 8, b: 22 };
const MARKS = [1.5, 2.8]; // radius, as the room between two of them allows
const NARROW = 230; // px: a tile whose heading has few words
const NEAR = 9; // px, from the pointer to a rate

export class RateTiles {
  constructor(box, stage) {
    Object.assign(this, { box, stage, tiles: [], scene: null });
    this.grid = el("div", { class: "lab-tiles" });
    box.append(this.grid);
    this.sizes = new ResizeObserver(() => this.arrange());
    this.sizes.observe(box);
  }

  frame() {
    return this.tiles[0]?.plot.frame() ?? (this.scene?.runs.length === 0 ? {} : null);
  }

  load(scene) {
    if (!scene.wire.rates) return;
    this.scene = scene;
    while (this.tiles.length > scene.runs.length) this.tiles.pop().remove();
    while (this.tiles.length < scene.runs.length) this.tiles.push(new RateTile(this.grid, this.stage));
    this.arrange();
    this.tiles.forEach((tile, k) => tile.load(scene, scene.runs[k]));
  }

  arrange() {
    const [columns, rows] = arranged(this.box, this.tiles.length);
    if (!columns) return;
    this.grid.classList.toggle("lab-tight", columns > 2);
    this.grid.style.gridTemplate = `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))`;
    for (const { plot } of this.tiles) plot.resized();
  }

  draw(position) {
    if (this.scene) for (const tile of this.tiles) tile.draw(position);
  }

  summary(step) {
    return this.tiles.map((tile) => `${tile.run.racer.title}, ${tile.said(tile.tried.at(step)).join(", ")}`);
  }

  close() {
    this.sizes.disconnect();
    for (const tile of this.tiles) tile.remove();
  }
}

class RateTile {
  constructor(grid, { store, redraw, tip }) {
    Object.assign(this, { redraw, tried: new Tried(), shown: "", key: "" });
    [this.mark, this.title, this.best] = [el("span"), el("b"), el("span", { class: "lab-rate-best" })];
    this.box = el("div", { class: "lab-plot lab-rate" });
    this.root = el("figure", { class: "lab-tile" }, el("figcaption", {}, this.mark, this.title, this.best), this.box);
    grid.append(this.root);
    this.plot = makePlot(this.box, { onMove: () => this.again() });
    this.handle = new RateHandle(this.plot, store, () => this.again());
    tip.watch(this.plot, (px, py, frame) => this.linesAt(px, frame));
    this.sizes = new ResizeObserver(() => this.plot.resized());
    this.sizes.observe(this.box);
    this.plot.resized();
  }

  again() {
    this.key = "";
    this.redraw();
  }

  load(scene, run) {
    Object.assign(this, { scene, run });
    const { wire, theme, axis, inks } = scene;
    const { title, slot } = run.racer;
    this.ink = inks.get(slot);
    this.tried.take(wire, slot);
    this.handle.load(run.racer, wire.rates.values);
    this.root.style.setProperty("--c", this.ink.color);
    if (this.marker !== this.ink.marker) this.mark.replaceChildren(markIcon((this.marker = this.ink.marker), 14));
    if (this.title.textContent !== title) this.title.textContent = this.title.title = title;
    const tight = scene.runs.length > 4;
    const wanted = [...axis.range, axis.log, tight, ...Object.values(theme)].join();
    if (wanted === this.shown) return;
    this.shown = wanted;
    const ends = [0, -1].map((k) => Math.round(Math.log10(wire.rates.values.at(k))));
    const over = (g, frame) => drawTitles(g, frame, theme, tight);
    const margin = tight ? TIGHT : MARGIN;
    const shape = { x: [ends[0] - 0.08, ends[1] + 0.08], y: axis.range, log: axis.log, margin };
    this.plot.show({ ...shape, theme, grid: true, apart: 34, ticks, over });
  }

  draw(position) {
    const frame = this.scene && this.plot.frame();
    if (!frame) return;
    const rate = this.handle.rate();
    const { ink, tried } = this;
    const key = [tried.version, position, rate, frame.key, ink.color].join();
    if (key === this.key) return;
    this.key = key;
    const losses = (this.losses = tried.at(position));
    this.tell(losses);
    const g = this.plot.pen();
    this.drawGhosts(g, frame);
    this.drawOwn(g, frame, rate);
    drawThrough(g, this.places(losses, frame), { color: ink.color, width: 1.2, alpha: 0.55 });
    this.drawMarks(g, frame, losses);
    this.drawWords(g, frame, losses, rate);
  }

  places(losses, frame) {
    const { values } = this.scene.wire.rates;
    const place = (loss, k) => Number.isFinite(loss) && [frame.px(Math.log10(values[k])), heightOf(loss, frame)];
    return Array.from(losses, place);
  }

  // Where all began, and how far the last known epoch has come.
  drawGhosts(g, frame) {
    for (const losses of [this.tried.at(0), this.tried.at(Infinity)])
      drawThrough(g, this.places(losses, frame), { color: this.scene.theme.muted, width: 1, alpha: 0.55 });
  }

  drawOwn(g, frame, rate) {
    const x = frame.px(Math.log10(rate));
    if (!frame.has(x, frame.top, 1)) return;
    Object.assign(g, { strokeStyle: this.scene.theme.text, lineWidth: 1.2 });
    g.setLineDash([4, 3]);
    g.beginPath();
    g.moveTo(x, frame.top);
    g.lineTo(x, frame.bottom);
    g.stroke();
    g.setLineDash([]);
  }

  drawMarks(g, frame, losses) {
    const { values } = this.scene.wire.rates;
    const { color, marker } = this.ink;
    const radius = Math.max(MARKS[0], Math.min(MARKS[1], (0.42 * frame.wide) / values.length));
    const style = { radius, color, casing: this.scene.theme.background, width: 0.6 };
    const best = bestOf(losses);
    this.places(losses, frame).forEach((place, k) => {
      if (losses[k] === Infinity)
        drawMark(g, "cross", frame.px(Math.log10(values[k])), frame.top, { ...style, radius: 3.4 });
      else if (place && k !== best) drawMark(g, place[1] > frame.top ? marker : "triangle-up", ...place, style);
    });
    if (best < 0) return;
    const [x, y] = this.places(losses, frame)[best];
    drawMark(g, marker, x, y, { ...style, radius: 5, width: 1.5 });
    Object.assign(g, { strokeStyle: this.scene.theme.text, lineWidth: 1.4 });
    g.beginPath();
    g.arc(x, y, 9, 0, 7);
    g.stroke();
  }

  drawWords(g, frame, losses, rate) {
    const { values } = this.scene.wire.rates;
    const { label, write } = makeLabels(this.scene.theme, frame);
    const x = frame.px(Math.log10(rate));
    if (frame.has(x, frame.top, 1) && this.box.clientWidth >= NARROW)
      label(`α = ${short(rate)}`, x + 4, frame.top + 26);
    const gone = losses.indexOf(Infinity);
    if (gone >= 0) label(divergedIn(losses), frame.px(Math.log10(values[gone])) - 6, frame.top + 44);
    write(g);
  }

  tell(losses) {
    const [best, ...rest] = this.said(losses);
    const words = this.box.clientWidth < NARROW ? best.replace("best here: α =", "best") : best;
    if (this.best.textContent !== words) this.best.textContent = words;
    this.handle.describe([best, ...rest]);
  }

  // "best here: α = 0.03", its loss, and how many are lost.
  said(losses) {
    const best = bestOf(losses);
    if (best < 0) return [losses.some(Number.isNaN) ? "in training" : divergedIn(losses)];
    const value = this.scene.wire.rates.values[best];
    const lost = losses.includes(Infinity) ? [divergedIn(losses)] : [];
    return [`best here: α = ${short(value)}`, `train loss ${short(losses[best])}`, ...lost];
  }

  linesAt(px, frame) {
    const { values } = this.scene.wire.rates;
    const k = nearest(values, 10 ** frame.x(px));
    if (Math.abs(frame.px(Math.log10(values[k])) - px) > NEAR) return null;
    const loss = this.losses[k];
    const words = loss === Infinity ? "diverged" : Number.isNaN(loss) ? "not trained yet" : `train loss ${short(loss)}`;
    return [this.run.racer.title, `α ${short(values[k])}`, words, "click: train with it"];
  }

  remove() {
    this.sizes.disconnect();
    this.handle.close();
    this.plot.close();
    this.root.remove();
  }
}
