// The map's view: what the fingers made of it, kept in the store, and back to what the store says.
const CLOSEST = 1e-6; // of the surface's own view
const FARTHEST = 1e4;

export class Zoom {
  constructor(plot, store, ground) {
    Object.assign(this, { plot, store, ground, shown: "" });
  }

  // null is the surface's own view.
  to(range) {
    const view = this.ground()?.view;
    const part = range && view ? (range[1] - range[0]) / (view[1] - view[0]) : 1;
    if (part > CLOSEST && part < FARTHEST) this.store.setView({ zoom: range });
  }

  // The store has changed.
  show() {
    const wanted = this.store.view.zoom ?? this.ground()?.view;
    if (!wanted || !this.plot.frame() || wanted.join() === this.shown) return;
    this.shown = wanted.join();
    this.plot.range({ x: wanted.slice(0, 2), y: wanted.slice(2) });
  }
}
