// What each average is and what it costs: a row an average, its numbers those of the day that is shown.
import { el } from "../widgets/dom.js";
import { counted } from "../widgets/format.js";
import { markIcon } from "../widgets/marks.js";
import { digitsOf, weightOf, writerOf } from "../widgets/readings.js";
import { afterPicture } from "../widgets/after_frame.js";
import { storeOf } from "../wire/store.js";
import { inksOf, watchTheme } from "../plot/theme.js";
import { windowOf } from "../plot/weights.js";

export class AveragesTable {
  constructor(root, { name, slots, glossary = {} }) {
    Object.assign(this, { root, slots, glossary, store: storeOf(name), rows: [], listeners: new AbortController() });
    const { signal } = this.listeners;
    this.build();
    const soon = afterPicture(() => this.update(), signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, soon, signal);
    this.store.on("step", () => this.follow(), signal);
    watchTheme(root, (_, theme) => this.repaint(inksOf(slots, theme)), signal);
  }

  build() {
    const head = (text, name) => el("th", { scope: "col", class: name }, this.explained(text));
    this.today = el("th", { scope: "col" });
    const heads = [
      head("Average over"),
      head("β"),
      head("Σ weights", "lab-wide"),
      this.today,
      head("corrected"),
      head("Numbers kept in memory"),
    ];
    this.body = el("tbody");
    const words = "Each average on the day that is shown, and how many numbers it keeps";
    const caption = el("caption", { class: "lab-visually-hidden" }, words);
    this.root.append(el("table", {}, caption, el("thead", {}, el("tr", {}, heads)), this.body));
  }

  explained(text) {
    const line = this.glossary[text];
    return line ? el("span", { class: "lab-term", title: line }, text) : text;
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire || ground?.id !== wire.picture) return;
    this.writer = writerOf(wire.axis);
    this.rows = wire.curves.map((curve) => this.row(curve));
    this.body.replaceChildren(...this.rows.map(({ row }) => row));
    this.repaint();
    this.follow();
  }

  row(curve) {
    const [weight, plain, corrected] = [el("td", { class: "lab-wide" }), el("td"), el("td")];
    const marker = this.slots.find(({ slot }) => slot === curve.slot)?.marker;
    const name = el("th", { scope: "row" }, markIcon(marker), windowOf(curve));
    const keeps = el("td", {}, "1 number ", el("span", { class: "lab-detail" }, againstOf(curve)));
    const off = { class: curve.hidden && "lab-off" };
    const row = el("tr", off, name, el("td", {}, digitsOf(curve.beta)), weight, plain, corrected, keeps);
    return { curve, row, cells: { weight, plain, corrected } };
  }

  follow() {
    const { wire, ground, view } = this.store;
    if (!this.writer || ground?.id !== wire?.picture) return;
    const step = Math.min(view.step, wire.steps);
    this.today.textContent = `v on ${ground.each} ${counted(ground.days[step])}`;
    for (const { curve, cells } of this.rows) {
      cells.weight.textContent = weightOf(curve.beta, ground.days[step]);
      if (!(step < curve.track?.v.length)) continue;
      cells.plain.textContent = this.writer.text(curve.track.v[step]);
      cells.corrected.textContent = step ? this.writer.text(curve.track.v_hat[step]) : "–";
    }
  }

  repaint(inks = this.inks) {
    this.inks = inks;
    for (const { row, curve } of this.rows) row.style.setProperty("--c", inks.get(curve.slot)?.color);
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

const againstOf = ({ keep }) => `against ${counted(keep)} for a plain window`;
