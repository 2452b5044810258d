// What the colours over the nets mean: the classes of the points, or the sign of a weight.
import { el } from "../widgets/dom.js";
import { markIcon } from "../widgets/marks.js";
import { shapeOf, signColors, strongOf } from "./classes.js";

const MOST = 6; // classes that have room

export class Legend {
  constructor() {
    this.root = el("span", { class: "lab-legend" });
  }

  tell({ ground, theme, wire }) {
    const key = [ground.id, theme.mode, wire.tab, wire.kept].join();
    if (this.told === key) return;
    this.told = key;
    const keys = { inside: () => signs(theme.mode), rates: () => rateKeys(theme) };
    const parts = keys[wire.tab]?.() ?? pointsOf(ground, theme.mode);
    const kept = wire.kept > 1 && wire.tab !== "rates" && el("span", {}, `every ${ordinal(wire.kept)} step is kept`);
    this.root.replaceChildren(...[...parts, kept].filter(Boolean));
  }
}

function pointsOf({ task, classes, dev }, mode) {
  const named = (name, k) => el("span", { style: `--c: ${strongOf(mode, k)}` }, markIcon(shapeOf(k), 11), name);
  const hollow = dev.some(Boolean) && el("span", { class: "lab-hollow" }, "dev: hollow");
  return [...(task === "classes" ? classes.slice(0, MOST).map(named) : []), hollow];
}

const signs = (mode) =>
  [1, 0].map((sign) =>
    el("span", { class: "lab-key", style: `--c: ${signColors(mode)[sign]}` }, sign ? "positive weight" : "negative"),
  );

const rateKeys = ({ muted }) => [
  el("span", { class: "lab-key", style: `--c: ${muted}` }, "first and last epoch"),
  el("span", {}, markIcon("triangle-up", 9), "higher"),
  el("span", {}, markIcon("cross", 9), "diverged"),
];

// 3rd, 12th
function ordinal(k) {
  const teens = k % 100 > 10 && k % 100 < 14;
  return `${k}${(!teens && { 1: "st", 2: "nd", 3: "rd" }[k % 10]) || "th"}`;
}
