// What one racer's net makes of the points at the cursor: its regions, or the curve it fits.
import { curveOf, drawField, field, pictureOf } from "./boundary.js";
import { el } from "../widgets/dom.js";
import { costOf, forward, scaled, weightsIn } from "./forward.js";
import { percent, short } from "../widgets/format.js";
import { markIcon } from "../widgets/marks.js";
import { drawPoints } from "./points.js";
import { clipTo, makePlot } from "../plot/plot.js";

const MARGIN = { l: 30, r: 6, t: 6, b: 22 };
const TIGHT = { l: 26, r: 4, t: 4, b: 20 };
export const COARSE = { cells: 72 * 54, cost: 2.5e6 }; // of a tile in a frame: nodes, and multiplications
export const FINE = { cells: 150 * 112, cost: 5e7 };
const CURVE = 240; // places along a fitted curve

export class Tile {
  constructor(redraw) {
    [this.mark, this.title, this.said] = [el("span"), el("b"), el("span", { class: "lab-tile-said" })];
    this.box = el("div", { class: "lab-plot" });
    const caption = el("figcaption", {}, this.mark, this.title, this.said);
    this.root = el("figure", { class: "lab-tile" }, caption, this.box);
    this.plot = makePlot(this.box, { onMove: () => this.again(redraw) });
    Object.assign(this, { key: "", shown: "", fine: false });
    this.sizes = new ResizeObserver(() => this.plot.resized());
    this.sizes.observe(this.box);
  }

  again(redraw) {
    this.key = "";
    redraw();
  }

  load(scene, run) {
    Object.assign(this, { scene, run });
    const { ground, theme, inks } = scene;
    const { title, slot } = run.racer;
    const { color, marker } = inks.get(slot);
    this.root.style.setProperty("--c", color);
    if (this.marker !== marker) this.mark.replaceChildren(markIcon((this.marker = marker), 14));
    if (this.title.textContent !== title) this.title.textContent = this.title.title = title;
    const wanted = [ground.id, scene.runs.length > 4, ...Object.values(theme)].join();
    if (wanted === this.shown) return;
    this.shown = wanted;
    const [x0, x1, y0, y1] = ground.view;
    const margin = scene.runs.length > 4 ? TIGHT : MARGIN;
    this.plot.show({ x: [x0, x1], y: [y0, y1], margin, theme, apart: 44 });
  }

  // Nothing is computed where the weights are those that are shown.
  show(position, layers, count, level) {
    const frame = this.plot.frame();
    if (!frame || !this.scene) return;
    const { run, scene } = this;
    const at = Math.min(position, run.steps);
    const key = [run.version, at, frame.key, scene.ground.id, scene.wire.turn * Number(!run.pieces.length)].join();
    this.say(Math.floor(at));
    if (key === this.key && (this.fine || level === COARSE)) return;
    const weights = run.weightsAt(at, count);
    const g = this.plot.pen();
    if (weights) this.paint(g, frame, { layers, weights, ground: scene.ground }, level);
    else drawPoints(g, frame, scene);
    Object.assign(this, { key, fine: level === FINE });
    this.root.toggleAttribute("data-fine", this.fine);
  }

  paint(g, frame, net, level) {
    const { theme, ground, inks } = this.scene;
    if (ground.task !== "classes") return this.paintCurve(g, frame, net, inks.get(this.run.racer.slot));
    const size = sizeOf(level, costOf(net.layers), frame);
    const values = field(net, size);
    drawField(g, frame, { values, picture: pictureOf(values, size, theme), size, ground, theme });
    drawPoints(g, frame, this.scene);
  }

  paintCurve(g, frame, net, { color }) {
    const { theme } = this.scene;
    drawPoints(g, frame, this.scene);
    const { x, y } = curveOf(net, CURVE);
    g.save();
    clipTo(g, frame);
    g.lineJoin = "round";
    const line = new Path2D();
    x.forEach((value, k) => line.lineTo(frame.px(value), frame.py(y[k])));
    for (const [width, ink] of [
      [5.5, theme.background],
      [2.6, color],
    ]) {
      Object.assign(g, { lineWidth: width, strokeStyle: ink });
      g.stroke(line);
    }
    g.restore();
  }

  // How it does at this step, in a word or two.
  say(step) {
    const { run, scene } = this;
    const { status } = run.racer;
    const gone = status?.stopped != null && step >= run.steps;
    const accuracy = run.measured("dev_accuracy", step);
    const loss = run.measured("dev", step);
    const number = scene.ground.task === "classes" && !Number.isNaN(accuracy) ? percent(accuracy) : short(loss);
    const words = gone ? status.label : Number.isNaN(loss) ? "" : number;
    if (this.said.textContent === words) return;
    this.said.textContent = words;
    this.said.toggleAttribute("data-gone", gone);
    this.said.title = gone
      ? status.hover
      : scene.ground.task === "classes"
        ? "dev points in the right class"
        : "dev loss";
  }

  linesAt(px, py, frame, layers) {
    const { scene, run } = this;
    const weights = scene && run.weightsAt(Number(this.key.split(",")[1]), weightsIn(layers));
    if (!weights) return null;
    const { ground } = scene;
    const [x, y] = [frame.x(px), frame.y(py)];
    const inputs = scaled(ground.scale, ground.task === "classes" ? [[x], [y]] : [[x]], 1);
    const out = forward(layers, weights, inputs, 1);
    if (ground.task !== "classes") return [run.racer.title, `${ground.inputs[0]} ${short(x)}`, `net ${short(out[0])}`];
    const shares = out.length > 1 ? [...out] : [1 - out[0], out[0]];
    const said = shares.map((share, k) => `${ground.classes[k]} ${share.toFixed(3)}`);
    return [run.racer.title, ...said, `${short(x)} · ${short(y)}`];
  }

  remove() {
    this.sizes.disconnect();
    this.plot.close();
    this.root.remove();
  }
}

// So many nodes as the picture has use for and the budget allows.
function sizeOf({ cells, cost }, each, { wide, high }) {
  const most = Math.max(108, Math.min(cells, cost / each, (wide * high) / 4));
  const nx = Math.max(12, Math.round(Math.sqrt((most * wide) / high)));
  return { nx, ny: Math.max(9, Math.round(most / nx)) };
}
