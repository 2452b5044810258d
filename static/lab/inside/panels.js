// The panels of one opened step: the map with its arrows, and small curves of everything the optimizer keeps.
import { Camera } from "../stage/camera.js";
import { makeCharts } from "../plot/charts.js";
import { el } from "../widgets/dom.js";
import { whole } from "../plot/fit.js";
import { short } from "../widgets/format.js";
import { listenForClicks, listenForPinch, listenForScrub } from "../stage/gestures.js";
import { icon } from "../widgets/icons.js";
import { makeStepMap, rowAt } from "./map.js";
import { listenForPan } from "../stage/pan.js";
import { Start } from "../stage/start.js";
import { mapLines } from "../stage/tip.js";
import { Zoom } from "../stage/zoom.js";

const LENGTHS = [20, 60, 100, 300, 1000];
const PACE = { one: "step", many: "steps", at: (step) => step, stride: 1 };
const CHARTS = 4;

export class SurfacePanels {
  constructor(stage, { speeds }) {
    Object.assign(this, stage, { speeds, scene: null, lengths: LENGTHS });
    this.build();
    this.map = makeStepMap(this.boxes.map, this.redraw);
    this.charts = makeCharts(this.boxes.charts, this.redraw);
    this.plots = [this.map.plot, ...this.charts.map(({ plot }) => plot)];
    this.zoom = new Zoom(this.map.plot, this.store, () => this.scene?.ground);
    this.camera = new Camera(this.zoom, () => this.scene?.ground.view);
    this.start = new Start(this.boxes.map, { ...stage, frame: this.map.plot.frame });
    this.listen();
  }

  build() {
    const box = (name) => el("div", { class: "lab-plot", "data-panel": name });
    this.boxes = { map: box("map"), charts: Array.from({ length: CHARTS }, (_, k) => box(`chart${k}`)) };
    this.follow = el("button", { type: "button", class: "lab-follow", onclick: () => this.turnFollow() });
    this.headings = this.boxes.charts.map(() => el("h3"));
    this.curves = this.boxes.charts.map((chart, k) => section("lab-curve", this.headings[k], chart));
    this.sections = [section("lab-ground", this.boxes.map, this.follow), ...this.curves];
    this.sections.forEach((part, k) => part.setAttribute("aria-label", k ? `Curve ${k}` : "Map"));
    this.place(this.sections);
  }

  listen() {
    const { store, clock, tip, map, signal } = this;
    const free = (range) => {
      if (store.view.follow) store.setView({ follow: false });
      this.zoom.to(range);
    };
    const reset = () => free(null);
    const fit = () => this.scene && free(whole({ ...this.scene, wire: this.pathsAsRacers() }));
    const setStart = (x, y) => this.start.move(x, y, true);
    this.keys = { f: fit, 0: reset, z: () => this.turnFollow() };
    listenForClicks(map.plot, { onClick: setStart, onDouble: reset, zoomed: () => store.view.zoom }, signal);
    for (const listenFor of [listenForPinch, listenForPan]) listenFor(map.plot, free, signal);
    tip.watch(map.plot, (px, py, frame) => this.scene && this.linesAt(px, py, frame));
    map.plot.box.addEventListener("pointerleave", () => this.light(null), { signal });
    for (const { plot } of this.charts) listenForScrub(plot, (x) => clock.jump(Math.round(x)), signal);
    store.on("lit", () => this.redraw(), signal);
    signal.addEventListener("abort", () => this.camera.stop());
  }

  // An arrow under the pointer lights its lines; elsewhere the tip tells of the nearest path, or of the ground.
  linesAt(px, py, frame) {
    const arrow = this.map.arrowAt(px, py);
    this.light(arrow);
    if (arrow) return null;
    const wire = { ...this.scene.wire, axes: { loss: { title: "loss" } } };
    return mapLines(px, py, frame, { ...this.scene, wire, tracks: this.map.tracks(), step: this.clock.step() });
  }

  light(arrow) {
    if ((this.store.lit ?? null) !== arrow) this.store.publish("lit", arrow);
  }

  pathsAsRacers() {
    const { wire } = this.scene;
    return { ...wire, racers: [wire.path, ...wire.ghostPaths] };
  }

  pace({ wire }) {
    return { ...PACE, all: wire.steps, speeds: this.speeds };
  }

  moved(before, ground) {
    if (before.surface !== ground.surface) this.store.setView({ zoom: null });
  }

  load(scene) {
    this.scene = scene;
    this.map.load(scene, this.store.view.zoom);
    const charts = scene.wire.charts.slice(0, CHARTS);
    charts.forEach((chart, k) => {
      this.charts[k].load(scene, chart, this.headings[k]);
      this.curves[k].setAttribute("aria-label", chart.title);
    });
    this.curves.forEach((part, k) => part.classList.toggle("lab-nothing", k >= charts.length));
    this.headings[charts.length - 1]?.append((this.coordinates ??= coordinates()));
    this.showFollow();
  }

  draw(position) {
    const { start, map, store } = this;
    const frame = map.plot.frame();
    if (frame) start.place(frame);
    if (frame && store.view.follow) this.camera.aim(map.ends(rowAt(this.scene.wire, position)), frame);
    map.draw(position, { start: start.point(), hint: start.hint, lit: store.lit ?? null });
    for (const chart of this.charts) chart.draw(position);
  }

  rest() {}

  // To this step, and with every step on; or back to the whole picture.
  turnFollow() {
    const { follow, zoom } = this.store.view;
    this.camera.stop();
    this.camera.ask();
    this.store.setView(follow || zoom ? { follow: false, zoom: null } : { follow: true });
    this.redraw();
  }

  showView() {
    this.zoom.show();
    this.showFollow();
  }

  showFollow() {
    const { follow, zoom } = this.store.view;
    const near = follow || zoom;
    const [name, words] = near ? ["zoom_out_map", "Whole picture"] : ["center_focus_strong", "Zoom on this step"];
    if (this.shownFollow === words) return;
    this.shownFollow = words;
    this.follow.replaceChildren(icon(name), words);
    this.follow.title = `${words} (Z)`;
  }

  summary(step) {
    const { wire } = this.scene;
    const k = Math.min(step, wire.path.last);
    return `Step ${step} of ${wire.steps}. ${wire.title}: loss ${short(wire.path.loss[k])}`;
  }

  close() {
    for (const panel of [this.map, ...this.charts]) panel.close();
  }
}

// What the last heading says for all of them.
const coordinates = () =>
  el("span", { class: "lab-coordinates" }, ...["x", "y"].map((name) => el("span", { class: "lab-key" }, name)));

const section = (name, ...children) => el("section", { class: `lab-panel ${name}` }, ...children);
