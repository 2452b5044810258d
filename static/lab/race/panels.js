// The Race's panels: the map (or the surface in space) and two curves.
import { makeCurve } from "../plot/curves.js";
import { el } from "../widgets/dom.js";
import { whole } from "../plot/fit.js";
import { short } from "../widgets/format.js";
import { listenForClicks, listenForPinch, listenForScrub } from "../stage/gestures.js";
import { icon } from "../widgets/icons.js";
import { makeMap } from "../plot/map.js";
import { Menu } from "../widgets/menu.js";
import { listenForPan } from "../stage/pan.js";
import { makeSpace } from "../plot/space.js";
import { Start } from "../stage/start.js";
import { curveLines, mapLines } from "../stage/tip.js";
import { Zoom } from "../stage/zoom.js";

const LENGTHS = [100, 300, 1000, 5000];
const SPEEDS = [5, 10, 20, 50, 100, 300, 1000];
const PACE = { one: "step", many: "steps", at: (step) => step, stride: 1, speeds: SPEEDS };

export const racePanels = (stage) => new RacePanels(stage);

class RacePanels {
  constructor(stage) {
    Object.assign(this, stage, { scene: null, space: null, lengths: LENGTHS });
    this.build();
    this.map = makeMap(this.boxes.map, this.redraw);
    this.curves = ["loss", "third"].map((name) => makeCurve(this.boxes[name], name, this.redraw));
    this.plots = [this.map, ...this.curves].map(({ plot }) => plot);
    this.zoom = new Zoom(this.map.plot, this.store, () => this.scene?.ground);
    this.start = new Start(this.boxes.map, { ...stage, frame: this.map.plot.frame });
    this.listen();
  }

  build() {
    const names = ["map", "space", "loss", "third"];
    this.boxes = Object.fromEntries(
      names.map((name) => [name, el("div", { class: "lab-plot", "data-panel": name, hidden: name === "space" })]),
    );
    const { map, space, loss, third } = this.boxes;
    this.titles = { loss: el("span", {}), third: el("button", { type: "button", class: "lab-choice" }) };
    this.toggles = { loss: axisToggle(this.store), third: axisToggle(this.store) };
    this.sections = [
      el("section", { class: "lab-panel lab-ground", "aria-label": "Map" }, map, space),
      this.curveSection("loss", "Loss", loss),
      this.curveSection("third", "Third curve", third),
    ];
    this.fit = el("button", { type: "button", class: "lab-fit" });
    map.append(this.fit);
    this.place(this.sections);
    chooseCurve(this.root, this.titles.third, this.store, this.signal);
  }

  curveSection(name, label, box) {
    const heading = el("h3", {}, this.titles[name], this.toggles[name]);
    return el("section", { class: "lab-panel lab-curve", "aria-label": label }, heading, box);
  }

  listen() {
    const { store, clock, tip, map, signal } = this;
    const reset = () => this.zoom.to(null);
    const fit = () => this.scene && this.zoom.to(whole(this.scene));
    const setStart = (x, y) => this.start.move(x, y, true);
    this.keys = { f: fit, 0: reset };
    this.fit.addEventListener("click", () => (store.view.zoom ? reset() : fit()), { signal });
    listenForClicks(map.plot, { onClick: setStart, onDouble: reset, zoomed: () => store.view.zoom }, signal);
    for (const listenFor of [listenForPinch, listenForPan]) listenFor(map.plot, (range) => this.zoom.to(range), signal);
    const onMap = (px, py, frame) =>
      this.scene && mapLines(px, py, frame, { ...this.scene, tracks: map.tracks(), step: clock.step() });
    tip.watch(map.plot, onMap);
    for (const curve of this.curves) {
      const title = () => this.scene.wire.axes[curve.name].title;
      const onCurve = (px, py, frame) =>
        this.scene && curveLines(px, py, frame, { tracks: curve.tracks(), title: title() });
      tip.watch(curve.plot, onCurve);
      listenForScrub(curve.plot, (x) => clock.jump(Math.round(x)), signal);
    }
  }

  pace({ wire }) {
    return { ...PACE, all: wire.steps };
  }

  moved(before, ground) {
    if (before.surface !== ground.surface) this.store.setView({ zoom: null, camera: null });
  }

  load(scene) {
    const { axis, zoom } = this.store.view;
    this.scene = { ...scene, log: axis === "log" };
    this.say(scene.wire.axes);
    this.showSpace();
    this.map.load(this.scene, zoom);
    for (const curve of this.curves) curve.load(this.scene);
  }

  say({ loss, third }) {
    this.titles.loss.textContent = loss.title;
    this.titles.third.replaceChildren(third.title, icon("arrow_drop_down"));
    this.toggles.loss.hidden = !loss.log;
    this.toggles.third.hidden = !third.log;
  }

  draw(position) {
    const { start, map, store } = this;
    const frame = map.plot.frame();
    if (frame) start.place(frame);
    map.draw(position, { start: start.point(), hint: start.hint, ...store.view, touched: store.touched });
    for (const curve of this.curves) curve.draw(position);
    if (this.clock.playing()) this.drawSpace();
  }

  rest() {
    this.drawSpace();
  }

  showView({ axis, zoom }) {
    for (const toggle of Object.values(this.toggles)) toggle.lastChild.textContent = axis;
    if (this.scene && this.scene.log !== (axis === "log")) this.reload();
    this.zoom.show();
    this.nameFit(zoom);
    this.showSpace();
  }

  nameFit(zoomed) {
    const words = zoomed ? "Reset view" : "Fit";
    if (this.fit.textContent === words) return;
    this.fit.textContent = words;
    this.fit.title = zoomed ? "Back to the surface's own view (0)" : "Show all paths as a whole (F)";
  }

  // A curve has no third dimension.
  showSpace() {
    const shown = this.store.view.space && !this.scene?.ground.graph;
    this.boxes.map.hidden = shown;
    this.boxes.space.hidden = !shown;
    if (shown && !this.space) this.space = makeSpace(this.boxes.space, (camera) => this.store.setView({ camera }));
    if (!shown) this.space = this.space?.close() ?? null;
    this.drawSpace();
  }

  drawSpace() {
    const { space, scene, clock, store } = this;
    if (space && scene) space.draw(scene, clock.step(), store.view.camera, clock.playing());
  }

  summary(step) {
    const shown = this.scene.wire.racers.filter((racer) => racer.loss);
    const losses = shown.map((racer) => `${racer.title}: loss ${short(racer.loss[step])}`);
    return [`Step ${step} of ${this.clock.end()}`, ...losses].join(". ");
  }

  close() {
    this.space?.close();
    for (const panel of [this.map, ...this.curves]) panel.close();
  }
}

function axisToggle(store) {
  const turn = () => store.setView({ axis: store.view.axis === "log" ? "linear" : "log" });
  const words = { title: "Log or linear", "aria-label": "Log or linear axis" };
  return el("button", { type: "button", class: "lab-choice lab-axis", onclick: turn, ...words }, el("span", {}, "log"));
}

function chooseCurve(root, button, store, signal) {
  const choices = () =>
    store.wire?.curves.map(({ key, title }) => ({ text: title, run: () => store.send({ kind: "curve", value: key }) }));
  new Menu(root, signal).attach(button, () => [{ entries: choices() ?? [] }]);
}
