// While runs are computed piece by piece: each answer that leaves something to do is answered by asking for the next piece.
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";

const ASK_AGAIN_AFTER_MS = 5000; // an answer was lost
const WAIT_MS = 300; // while others' runs are computed

// A line at the foot of a panel: how far the computing is, and Stop or Go on.
class Computing {
  constructor(panel, store, signal) {
    Object.assign(this, { store, timer: 0, button: el("button", { type: "button", onclick: () => this.turn() }) });
    this.words = el("span", {});
    const told = { role: "progressbar", "aria-label": "Computing", "aria-valuemin": 0, "aria-valuemax": 100 };
    this.bar = el("span", told, this.words);
    this.root = el("div", { class: "lab-notice lab-computing", hidden: true }, this.bar, this.button);
    panel.append(this.root);
    store.on("wire", () => this.follow(), signal);
    document.addEventListener("visibilitychange", () => this.pull(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  follow() {
    const { computing } = this.store.wire;
    this.root.hidden = !computing;
    if (computing) this.show(computing);
    this.pull();
  }

  show({ running, share, words }) {
    this.words.textContent = words;
    const percent = Math.floor(100 * share);
    this.root.style.setProperty("--p", `${percent}%`);
    this.bar.setAttribute("aria-valuenow", percent);
    this.bar.setAttribute("aria-valuetext", words);
    const name = running ? "Stop" : "Go on";
    if (this.button.ariaLabel === name) return; // it keeps the focus, and a press that is under way
    this.button.ariaLabel = name;
    this.button.replaceChildren(icon(running ? "stop" : "play_arrow"), name);
  }

  turn() {
    this.store.send({ kind: this.store.wire.computing?.running ? "stop_computing" : "go_on" });
  }

  // A drag stays a drag: asking for more does not settle a slider that is held.
  pull() {
    clearTimeout(this.timer);
    const { wire } = this.store;
    if (!wire?.computing?.running || document.hidden) return;
    const { share } = wire.computing;
    if (share === this.share) this.timer = setTimeout(() => this.ask(), WAIT_MS);
    else this.ask();
    this.share = share;
  }

  ask() {
    this.store.send({ kind: "compute" }, { settled: !this.store.wire.held });
    this.timer = setTimeout(() => this.pull(), ASK_AGAIN_AFTER_MS);
  }
}

export const mountComputing = (panel, store, signal) => new Computing(panel, store, signal);

// A run that is not finished comes as far as it is made. Where it stands then, it stands for the rest of the time line.
export function lengthened({ racers, steps }) {
  for (const racer of racers ?? []) {
    if (racer.made === undefined || !racer.loss) continue;
    for (const name of ["x", "y", "loss"]) racer[name] = filled(racer[name], steps + 1);
    racer.third = racer.third.map((column) => filled(column, steps + 1));
  }
}

function filled(column, length) {
  const whole = new Float32Array(length).fill(column.at(-1));
  whole.set(column);
  return whole;
}
