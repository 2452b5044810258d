// The map's view: what the fingers made of it, kept in the store, and back to what the store says.

export class Zoom {
  constructor(plot, store, ground) {
    Object.assign(this, { plot, store, ground });
  }

  to(range) {
    this.store.setView({ zoom: range });
  }

  // The store has changed: null is the surface's own view.
  show() {
    const frame = this.plot.frame();
    const wanted = this.store.view.zoom ?? this.ground()?.view;
    if (!frame || !wanted || same(frame.range, wanted)) return;
    this.plot.relayout({ "xaxis.range": wanted.slice(0, 2), "yaxis.range": wanted.slice(2) });
  }

  // The map has changed.
  tell() {
    const [frame, ground, known] = [this.plot.frame(), this.ground(), this.store.view.zoom];
    if (!frame || !ground) return;
    const zoom = same(frame.range, ground.view) ? null : [...frame.range];
    if (zoom ? !known || !same(zoom, known) : known) this.to(zoom);
  }
}

const NEAR = 1e-6; // of the view

function same(a, b) {
  const [width, height] = [Math.abs(a[1] - a[0]), Math.abs(a[3] - a[2])];
  return a.every((value, k) => Math.abs(value - b[k]) <= NEAR * (k < 2 ? width : height));
}
