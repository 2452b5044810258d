// What is known of each racer's training so far: pieces from Python, one after another, as columns that grow.
const COLUMNS = [
  "batch_loss",
  "smoothed",
  "at",
  "train",
  "dev",
  "train_accuracy",
  "dev_accuracy",
  "kept_at",
  "size",
  "alpha",
  "weights",
];

const STEPS = new Set(["at", "kept_at"]); // columns that say when
let stamps = 0; // no two states of a run have the same

export class Runs {
  constructor(store) {
    Object.assign(this, { bySlot: new Map(), listeners: new AbortController() });
    store.on("wire", (wire) => this.take(wire), this.listeners.signal);
  }

  take({ racers, perEpoch }) {
    const run = (racer) => [racer.slot, this.grown(this.bySlot.get(racer.slot), racer, perEpoch)];
    this.bySlot = new Map(racers.map(run));
  }

  // Pieces that are here already are the very same objects: only what is new is joined.
  grown(before, racer, perEpoch) {
    const pieces = racer.pieces ?? [];
    const goesOn =
      before?.perEpoch === perEpoch &&
      before.own === racer.perEpoch &&
      before.pieces.every((piece, k) => piece === pieces[k]);
    const run = goesOn ? before : new Run(racer.perEpoch, perEpoch);
    for (const piece of pieces.slice(run.pieces.length)) run.join(piece);
    run.racer = racer;
    return run;
  }

  unmount() {
    this.listeners.abort();
  }

  shown() {
    return [...this.bySlot.values()].filter(({ racer, steps }) => !racer.hidden && steps >= 0);
  }
}

// Steps are those of the time line: a run with larger batches makes fewer of its own in an epoch.
class Run {
  constructor(own, perEpoch) {
    Object.assign(this, { own, perEpoch });
    const column = (name) => [name, new Column()];
    Object.assign(this, { pieces: [], version: ++stamps, columns: Object.fromEntries(COLUMNS.map(column)) });
    this.best = { step: NaN, loss: Infinity }; // where early stopping would have ended
  }

  join(piece) {
    this.pieces.push(piece);
    this.version = ++stamps;
    const known = this.at.length;
    for (const name of COLUMNS) if (piece[name]?.length) this.columns[name].push(this.placed(name, piece[name]));
    for (let k = known; k < this.at.length; k++)
      if (this.dev[k] < this.best.loss) this.best = { step: this.at[k], loss: this.dev[k] };
  }

  placed(name, values) {
    if (this.own === this.perEpoch || !STEPS.has(name)) return values;
    return values.map((step) => this.onTimeLine(step));
  }

  onTimeLine(step) {
    return (step * this.perEpoch) / this.own;
  }

  // A step of the time line as the run itself counts it.
  ownStep(step) {
    return Math.round((step * this.own) / this.perEpoch);
  }

  get steps() {
    return this.onTimeLine(this.racer.made);
  }

  // Between two kept steps, on the straight way from the one to the other.
  weightsAt(position, count) {
    const { kept_at: kept, weights } = this;
    if (!kept.length) return null;
    const k = lastUpTo(kept, position);
    const from = weights.subarray(k * count, (k + 1) * count);
    const part = k + 1 < kept.length ? (position - kept[k]) / (kept[k + 1] - kept[k]) : 0;
    if (!(part > 0)) return from;
    const to = weights.subarray((k + 1) * count, (k + 2) * count);
    return from.map((weight, i) => weight + part * (to[i] - weight));
  }

  // What was measured last at a step; NaN where nothing was.
  measured(name, step) {
    const k = lastUpTo(this.at, step);
    return this[name][k] ?? NaN;
  }
}
for (const name of COLUMNS)
  Object.defineProperty(Run.prototype, name, {
    get() {
      return this.columns[name].values;
    },
  });

// The place of the last number that is not above `limit`; 0 where all are.
export function lastUpTo(numbers, limit) {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (numbers[middle] <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

// Numbers that are appended, with room for more.
class Column {
  constructor() {
    Object.assign(this, { room: new Float32Array(64), length: 0 });
    this.values = this.room.subarray(0, 0);
  }

  push(more) {
    const length = this.length + more.length;
    if (length > this.room.length) {
      const room = new Float32Array(Math.max(length, 2 * this.room.length));
      room.set(this.values);
      this.room = room;
    }
    this.room.set(more, this.length);
    this.length = length;
    this.values = this.room.subarray(0, length);
  }
}
