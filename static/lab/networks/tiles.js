// One tile a racer, coarse while the cursor moves, fine when it rests.
import { el } from "../widgets/dom.js";
import { weightsIn } from "./forward.js";
import { COARSE, FINE, Tile } from "./tile.js";

const FRAME_MS = 7; // of every frame, for all tiles together
const REST_MS = 90;
const ROUND = 0.75; // height over width of a tile that is not squeezed

// Columns and rows: 1, 2, 4 or 8 places, as square as the room allows; none where there is no room.
export function arranged({ clientWidth: wide, clientHeight: high }, n) {
  if (!wide || !n) return [0, 0];
  const ways = [1, 2, 4].filter((columns) => columns <= Math.max(1, n));
  const side = (columns) => Math.min(wide / columns, high / Math.ceil(n / columns) / ROUND);
  const columns = ways.toSorted((a, b) => side(b) - side(a))[0];
  return [columns, Math.ceil(n / columns)];
}

export class Tiles {
  constructor(box, { redraw, tip, signal }) {
    Object.assign(this, { box, redraw, tip, signal, tiles: [], scene: null, next: 0, timer: 0, size: "" });
    this.grid = el("div", { class: "lab-tiles" });
    box.append(this.grid);
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  // As a plot, for the stage.
  frame() {
    return this.tiles[0]?.plot.frame() ?? (this.scene?.runs.length === 0 ? {} : null);
  }

  resized() {
    this.arrange();
    for (const { plot } of this.tiles) plot.resized();
  }

  load(scene) {
    this.scene = scene;
    this.layers = scene.wire.layers;
    this.count = weightsIn(this.layers);
    while (this.tiles.length > scene.runs.length) this.tiles.pop().remove();
    const fresh = scene.runs.slice(this.tiles.length).map(() => this.added());
    this.tiles.push(...fresh);
    this.arrange();
    for (const { plot } of fresh) plot.resized();
    this.tiles.forEach((tile, k) => tile.load(scene, scene.runs[k]));
  }

  added() {
    const tile = new Tile(this.redraw);
    this.grid.append(tile.root);
    this.tip.watch(tile.plot, (px, py, frame) => tile.linesAt(px, py, frame, this.layers));
    return tile;
  }

  arrange() {
    const [columns, rows] = arranged(this.box, this.tiles.length);
    const size = [columns, rows].join();
    if (!columns || this.size === size) return;
    this.size = size;
    this.grid.classList.toggle("lab-tight", columns > 2);
    this.grid.style.gridTemplate = `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))`;
  }

  // As many tiles as a frame has time for; the others have their turn in the next.
  draw(position, playing) {
    const { tiles, layers, count } = this;
    if (!this.scene) return;
    clearTimeout(this.timer);
    const until = performance.now() + FRAME_MS;
    let shown = 0;
    while (shown < tiles.length && performance.now() < until)
      tiles[(this.next + shown++) % tiles.length].show(position, layers, count, COARSE);
    const late = shown < tiles.length;
    if (late) this.next = (this.next + shown) % tiles.length;
    if (playing) return;
    this.timer = setTimeout(() => (late ? this.redraw() : this.refine(position)), late ? 0 : REST_MS);
  }

  // One tile at a time, so that a finger is never held up for long.
  refine(position) {
    const tile = this.tiles.find(({ fine, plot }) => !fine && plot.frame());
    if (!tile) return;
    tile.show(position, this.layers, this.count, FINE);
    this.timer = setTimeout(() => this.refine(position), 0);
  }

  close() {
    clearTimeout(this.timer);
    for (const tile of this.tiles) tile.remove();
  }
}
