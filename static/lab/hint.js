// A short hint over a picture that goes away by itself.
import { el } from "./dom.js";

const SHOWN_MS = 1800;

export function makeHint(box, signal) {
  const hint = el("div", { class: "lab-hint", role: "status", hidden: true });
  let timer = 0;
  box.append(hint);
  signal.addEventListener("abort", () => clearTimeout(timer));
  return (words) => {
    clearTimeout(timer);
    hint.textContent = words;
    hint.hidden = false;
    timer = setTimeout(() => (hint.hidden = true), SHOWN_MS);
  };
}
