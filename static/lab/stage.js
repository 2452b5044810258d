// The stage: the map, two curves and the transport under one clock. Everything here lives in the browser; Python sends tracks.
import { makeClock, calm } from "./clock.js";
import { makeCurve } from "./curves.js";
import { whole } from "./fit.js";
import { short } from "./format.js";
import { buildStage } from "./frame.js";
import { listenForClicks, listenForPinch, listenForScrub, listenForSwipes } from "./gestures.js";
import { listenForKeys } from "./keys.js";
import { makeMap } from "./map.js";
import { listenForPan } from "./pan.js";
import { makeSpace } from "./space.js";
import { Start } from "./start.js";
import { storeOf } from "./store.js";
import { inksOf, watchTheme } from "./theme.js";
import { curveLines, makeTip, mapLines } from "./tip.js";
import { Transport } from "./transport.js";
import { makeAddress } from "./view.js";
import { Zoom } from "./zoom.js";

const stages = new WeakMap(); // parentElement → stage; Streamlit calls again when data changes

export function mountStage({ data, parentElement }) {
  if (!stages.has(parentElement)) stages.set(parentElement, new Stage(parentElement.querySelector(".lab-stage"), data));
  return () => {
    stages.get(parentElement)?.unmount();
    stages.delete(parentElement);
  };
}

class Stage {
  constructor(root, { name, slots }) {
    Object.assign(this, {
      root,
      slots,
      store: storeOf(name),
      listeners: new AbortController(),
      scene: null,
      space: null,
    });
    const { signal } = this.listeners;
    this.epoch = this.store.epoch;
    this.clock = makeClock(this.store, () => this.draw());
    this.address = makeAddress(this.store, signal);
    this.parts = buildStage(root, this.store, signal);
    this.transport = new Transport(this.parts.transport, this.store, this.clock, signal);
    this.makePanels(signal);
    this.listen(signal);
  }

  makePanels(signal) {
    const { store, parts, clock } = this;
    const redraw = () => this.draw();
    this.map = makeMap(parts.map, redraw);
    this.zoom = new Zoom(this.map.plot, store, () => this.scene?.ground);
    this.curves = ["loss", "third"].map((name) => makeCurve(parts[name], name, redraw));
    this.start = new Start(parts.map, { store, frame: this.map.plot.frame, redraw, signal });
    this.tip = makeTip(this.root, signal);
    this.tip.watch(
      this.map.plot,
      (px, py, frame) =>
        this.scene && mapLines(px, py, frame, { ...this.scene, tracks: this.map.tracks(), step: clock.step() }),
    );
    for (const curve of this.curves) {
      const title = () => this.scene.wire.axes[curve.name].title;
      this.tip.watch(
        curve.plot,
        (px, py, frame) => this.scene && curveLines(px, py, frame, { tracks: curve.tracks(), title: title() }),
      );
      listenForScrub(curve.plot, clock.jump, signal);
    }
  }

  listen(signal) {
    const { store, root, parts, map, clock } = this;
    const reset = () => this.zoom.to(null);
    const fit = () => this.scene && this.zoom.to(whole(this.scene));
    const setStart = (x, y) => this.start.move(x, y, true);
    listenForClicks(map.plot, { onClick: setStart, onDouble: reset, zoomed: () => store.view.zoom }, signal);
    for (const listenFor of [listenForPinch, listenForPan]) listenFor(map.plot, (range) => this.zoom.to(range), signal);
    const turnTo = (panel) => store.setView({ panel: Math.max(0, Math.min(2, panel)) });
    listenForSwipes(parts.panels, (by) => turnTo(store.view.panel + by), signal);
    listenForKeys({ clock, fit, reset }, signal);
    watchTheme(root, (_, theme) => this.refresh(theme), signal);
    for (const topic of ["ground", "wire"]) store.on(topic, () => this.refresh(), signal);
    store.on("view", () => this.viewChanged(), signal);
    store.on("touched", () => this.draw(), signal);
    this.sizes = new ResizeObserver(() => this.resized());
    for (const { plot } of [map, ...this.curves]) this.sizes.observe(plot.box);
    this.sizes.observe(root);
  }

  // New tracks, a new ground or a new theme: shown as soon as they belong together.
  refresh(theme = this.theme) {
    this.theme = theme;
    const { wire, ground, view } = this.store;
    if (!wire || ground?.id !== wire.picture) return;
    const elsewhere = this.scene && this.scene.ground.surface !== ground.surface;
    this.scene = { wire, ground, theme, inks: inksOf(this.slots, theme), log: view.axis === "log" };
    const asked = view.step; // by a link, perhaps: the clock may not reach it yet
    this.clock.setEnd(wire.steps);
    this.parts.say(this.scene);
    if (elsewhere && this.epoch === this.store.epoch) this.store.setView({ zoom: null, camera: null });
    this.adopt(asked);
    this.loading = true;
    this.map.load(this.scene, this.store.view.zoom);
    for (const curve of this.curves) curve.load(this.scene);
    this.loading = false;
    this.drawn(wire); // from a finger's move to this line is the figure that counts most
  }

  drawn(wire) {
    this.draw();
    this.root.dataset.drawn = 1 + Number(this.root.dataset.drawn ?? 0);
    this.root.dataset.turn = wire.turn;
    this.address.follow(wire);
    this.open();
  }

  // A link was opened: its view is the view now.
  adopt(step) {
    if (this.epoch === this.store.epoch) return;
    this.epoch = this.store.epoch;
    this.clock.jump(step);
  }

  // A first visit: the whole run faint, then it plays once.
  open() {
    if (!this.store.view.opening || !this.map.plot.frame()) return;
    this.store.setView({ opening: false });
    if (calm()) this.clock.jump(this.clock.end());
    else this.clock.play();
  }

  viewChanged() {
    const { view } = this.store;
    this.transport.showView(view);
    this.parts.showView(view);
    if (this.scene && this.scene.log !== (view.axis === "log")) this.refresh();
    this.zoom.show();
    this.showSpace(view.space);
    if (!view.playing) this.address.soon();
    if (this.scene && this.wasPlaying && !view.playing) this.transport.say(this.summary());
    this.wasPlaying = view.playing;
  }

  showSpace(shown) {
    if (shown && !this.space) this.space = makeSpace(this.parts.space, (camera) => this.store.setView({ camera }));
    if (!shown) this.space = this.space?.close() ?? null;
    this.drawSpace();
  }

  drawSpace() {
    const { space, scene, clock, store } = this;
    if (space && scene && !clock.playing()) space.draw(scene, clock.step(), store.view.camera);
  }

  draw() {
    if (!this.scene || this.loading) return;
    const { clock, store, start, map } = this;
    const position = clock.shown();
    const frame = map.plot.frame();
    if (frame) start.place(frame);
    map.draw(position, { start: start.point(), hint: start.hint, ...store.view, touched: store.touched });
    for (const curve of this.curves) curve.draw(position);
    this.transport.show(clock.step(), clock.end());
    if (store.step !== clock.step()) store.publish("step", clock.step());
    if (clock.playing()) return;
    this.drawSpace();
    this.address.soon();
  }

  resized() {
    for (const { plot } of [this.map, ...this.curves]) plot.resized();
    document.documentElement.style.setProperty("--lab-stage-height", `${this.root.offsetHeight}px`);
    this.draw();
  }

  summary() {
    const step = this.clock.step();
    const shown = this.scene.wire.racers.filter((racer) => racer.loss);
    const losses = shown.map((racer) => `${racer.title}: loss ${short(racer.loss[step])}`);
    return [`Step ${step} of ${this.clock.end()}`, ...losses].join(". ");
  }

  unmount() {
    this.listeners.abort();
    this.clock.stop();
    this.store.view.playing = false;
    this.sizes.disconnect();
    this.space?.close();
    for (const panel of [this.map, ...this.curves]) panel.close();
    this.root.replaceChildren();
    document.documentElement.style.removeProperty("--lab-stage-height");
  }
}
