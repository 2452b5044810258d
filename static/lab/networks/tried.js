// What is known of a racer's nets with other rates: one loss after another, group by group of nets, in a group epoch by epoch.
let stamps = 0;

export class Tried {
  constructor() {
    Object.assign(this, { pieces: [], losses: new Float32Array(), version: 0 });
  }

  // Pieces that are here already are the very same objects.
  take({ rates, perEpoch, steps }, slot) {
    const pieces = rates.racers.find((racer) => racer.slot === slot)?.pieces ?? [];
    Object.assign(this, { nets: rates.values.length, group: rates.group, perEpoch });
    this.rows = Math.round(steps / perEpoch) + 1;
    if (pieces.length === this.pieces.length && pieces.every((piece, k) => piece === this.pieces[k])) return;
    this.pieces = pieces;
    this.version = ++stamps;
    this.losses = new Float32Array(pieces.reduce((sum, { losses }) => sum + losses.length, 0));
    let at = 0;
    for (const { losses } of pieces) {
      this.losses.set(losses, at);
      at += losses.length;
    }
  }

  // The loss of each net at a step, between two epochs on the straight way from the one to the other; that of the last epoch that is
  // known where the step lies beyond. Infinity: it has diverged; NaN: nothing is known yet.
  at(step) {
    return Array.from({ length: this.nets }, (_, net) => this.lossOf(net, step / this.perEpoch));
  }

  lossOf(net, epoch) {
    const first = Math.floor(net / this.group) * this.group;
    const size = Math.min(this.group, this.nets - first);
    const last = Math.min(this.rows, Math.floor((this.losses.length - first * this.rows) / size)) - 1;
    if (last < 0) return NaN;
    const loss = (row) => this.losses[first * this.rows + row * size + net - first];
    const row = Math.floor(Math.min(epoch, last));
    const [from, to] = [loss(row), loss(Math.min(row + 1, last))];
    return Number.isFinite(to) && epoch > row && row < last ? from + (epoch - row) * (to - from) : from;
  }
}

// The place of the rate that is nearest in its logarithm.
export function nearest(values, rate) {
  const away = values.map((value) => Math.abs(Math.log(value / rate)));
  return away.indexOf(Math.min(...away));
}
