// The Race page: one element for Streamlit, five parts for the reader. Each part listens to the store by itself.
import { mountBar } from "./bar.js";
import { mountDeck } from "./deck.js";
import { el } from "./dom.js";
import { mountStage } from "./stage.js";
import { storeOf } from "./store.js";
import { mountTable } from "./table.js";

const PARTS = [mountBar, mountStage, mountDeck, mountTable];
const pages = new WeakMap(); // parentElement → listeners; Streamlit calls again when data changes

export function mountRace({ data, parentElement }) {
  if (pages.has(parentElement)) return pages.get(parentElement);
  const listeners = new AbortController();
  const [note, about] = [".lab-note", ".lab-about p"].map((place) => parentElement.querySelector(place));
  const tell = ({ notice, facts }) => {
    note.replaceChildren(el("b", {}, data.intro), " ", ...sentence(notice));
    about.replaceChildren(...sentence(facts));
  };
  storeOf(data.name).on("ground", tell, listeners.signal);
  const keys = Object.entries(data.shortcuts).flatMap(([key, words]) => [el("dt", {}, key), el("dd", {}, words)]);
  parentElement.querySelector(".lab-shortcuts dl").replaceChildren(...keys);
  const unmounts = PARTS.map((mount) => mount({ data, parentElement }));
  const unmount = () => {
    listeners.abort();
    for (const part of unmounts) part();
    pages.delete(parentElement);
  };
  pages.set(parentElement, unmount);
  return unmount;
}

// Pieces of text: plain, stressed, or a word of the glossary with its line.
function sentence(pieces) {
  return pieces.map(({ text, line, stressed }) => {
    if (line) return el("abbr", { class: "lab-word", tabindex: 0, title: line }, text);
    return stressed ? el("em", {}, text) : text;
  });
}
