// A short hint over a picture that goes away by itself.
import { el } from "./dom.js";

const SHOWN_MS = 1500;
const READ_MS = 60; // a character

export function makeHint(box, signal) {
  const hint = el("div", { class: "lab-hint", role: "status", hidden: true });
  let timer = 0;
  box.append(hint);
  signal.addEventListener("abort", () => clearTimeout(timer));
  return (words) => {
    clearTimeout(timer);
    hint.textContent = words;
    hint.hidden = false;
    timer = setTimeout(() => (hint.hidden = true), SHOWN_MS + READ_MS * words.length);
  };
}
