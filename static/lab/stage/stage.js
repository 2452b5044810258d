// The stage: a page's panels and the transport under one clock. Everything here lives in the browser; Python sends tracks.
import { makeClock, calm } from "./clock.js";
import { buildFrame } from "./frame.js";
import { listenForSwipes } from "./gestures.js";
import { listenForKeys } from "./keys.js";
import { storeOf } from "../wire/store.js";
import { inksOf, watchTheme } from "../plot/theme.js";
import { makeReachable } from "../widgets/reach.js";
import { makeTip } from "./tip.js";
import { Transport } from "./transport.js";
import { makeAddress } from "./view.js";

// `makePanels(stage)` makes what a page shows:
//   sections, plots   the panels' elements, put in place by stage.place(sections), and what is drawn in them
//   lengths           how many steps may be chosen, or null where the series decides
//   pace(scene)       what a step is called, counted and worth: {one, many, at, all, stride, speeds}; where not all steps are
//                     there yet, the last that is, `end`, and whether it is `growing`; `also(step)`: another count beside it
//   moved()           the ground is another one: what was looked at is no more there
//   load(scene), draw(position), rest(), showView(view), summary(step), keys, close()
export class Stage {
  constructor(root, { name, slots }, makePanels) {
    Object.assign(this, { root, slots, store: storeOf(name), listeners: new AbortController(), scene: null });
    const { signal } = this.listeners;
    this.epoch = this.store.epoch;
    this.clock = makeClock(this.store, () => this.draw());
    this.address = makeAddress(this.store, signal);
    this.panels = makePanels({
      ...{ root, signal, store: this.store, clock: this.clock, tip: makeTip(root, signal) },
      place: (sections) => (this.frame = buildFrame(root, sections, this.store, signal)),
      redraw: () => this.draw(),
      reload: () => this.refresh(),
    });
    const { lengths } = this.panels;
    makeReachable(signal);
    this.transport = new Transport(this.frame.transport, { store: this.store, clock: this.clock, signal, lengths });
    this.listen(signal);
  }

  listen(signal) {
    const { store, root, clock, panels, frame } = this;
    const last = panels.sections.length - 1;
    const turnTo = (panel) => store.setView({ panel: Math.max(0, Math.min(last, panel)) });
    listenForSwipes(frame.panels, (by) => turnTo(store.view.panel + by), signal);
    listenForKeys(clock, panels.keys, signal);
    watchTheme(root, (_, theme) => this.refresh(theme), signal);
    for (const topic of ["ground", "wire"]) store.on(topic, () => this.refresh(), signal);
    store.on("view", () => this.viewChanged(), signal);
    store.on("touched", () => this.draw(), signal);
    this.sizes = new ResizeObserver(() => this.resized());
    for (const { box } of [...panels.plots, { box: root }]) this.sizes.observe(box);
  }

  // New tracks, a new ground or a new theme: shown as soon as they belong together.
  refresh(theme = this.theme) {
    this.theme = theme;
    const { wire, ground, view } = this.store;
    if (!wire || ground?.id !== wire.picture) return;
    const before = this.scene?.ground;
    this.scene = { wire, ground, theme, inks: inksOf(this.slots, theme) };
    const asked = view.step; // by a link, perhaps: the clock may not reach it yet
    const pace = this.panels.pace(this.scene);
    this.clock.setEnd(pace.end ?? wire.steps, pace.stride, pace.growing);
    this.transport.setPace(pace);
    this.frame.say(wire);
    this.loading = true;
    if (before && before !== ground && this.epoch === this.store.epoch) this.panels.moved(before, ground);
    this.adopt(asked);
    this.panels.load(this.scene);
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
    if (!this.store.view.opening || !this.panels.plots[0].frame()) return;
    this.store.setView({ opening: false });
    if (calm()) this.clock.jump(this.scene.wire.steps);
    else this.clock.play();
  }

  viewChanged() {
    const { view } = this.store;
    this.transport.showView(view);
    this.frame.showView(view);
    this.panels.showView(view);
    if (!view.playing) this.address.soon();
    if (this.scene && this.wasPlaying && !view.playing) this.transport.say(this.panels.summary(this.clock.step()));
    this.wasPlaying = view.playing;
  }

  draw() {
    if (!this.scene || this.loading) return;
    const { clock, store } = this;
    this.panels.draw(clock.shown());
    this.transport.show(clock.step(), clock.end(), this.scene.wire.steps);
    if (store.step !== clock.step()) store.publish("step", clock.step());
    if (clock.playing()) return;
    this.panels.rest();
    this.address.soon();
  }

  resized() {
    for (const plot of this.panels.plots) plot.resized();
    if (this.scene && !this.loading) this.open(); // it may have had no size when the first numbers came
    document.documentElement.style.setProperty("--lab-stage-height", `${this.root.offsetHeight}px`);
    this.draw();
  }

  unmount() {
    this.listeners.abort();
    this.clock.stop();
    this.store.view.playing = false;
    this.sizes.disconnect();
    this.panels.close();
    this.root.replaceChildren();
    document.documentElement.style.removeProperty("--lab-stage-height");
  }
}
