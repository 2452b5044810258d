// Training goes on while somebody looks: each answer that leaves something to do is answered by asking for the next piece.
const ASK_AGAIN_AFTER_MS = 5000; // an answer was lost

export class Training {
  constructor(store) {
    Object.assign(this, { store, timer: 0, listeners: new AbortController() });
    const { signal } = this.listeners;
    store.on("wire", () => this.pull(), signal);
    document.addEventListener("visibilitychange", () => this.pull(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  // A drag stays a drag: who asks for more has not let go of a slider.
  pull() {
    clearTimeout(this.timer);
    const { wire } = this.store;
    if (!wire?.training?.running || document.hidden) return;
    this.store.send({ kind: "go" }, { settled: !wire.held });
    this.timer = setTimeout(() => this.pull(), ASK_AGAIN_AFTER_MS);
  }

  unmount() {
    this.listeners.abort();
  }
}
