// A page: one element for Streamlit, several parts for the reader, each of which listens to the store by itself.
import { el } from "../widgets/dom.js";
import { Lead } from "./lead.js";
import { afterPicture } from "../widgets/after_frame.js";
import { storeOf } from "../wire/store.js";

const mounted = new WeakMap(); // parentElement → unmount; Streamlit calls again when data changes

// `makeParts(find, component)` returns parts with an `unmount`.
export function mountStory(component, makeParts) {
  const { data, parentElement } = component;
  if (mounted.has(parentElement)) return mounted.get(parentElement);
  const listeners = new AbortController();
  const find = (place) => parentElement.querySelector(place);
  tellWords(find, data, listeners.signal);
  const lead = new Lead(find(".lab-lead"), data);
  unfoldFormulas(find(".lab-formulas"), storeOf(data.name), listeners.signal);
  const parts = makeParts(find, component);
  const unmount = () => {
    listeners.abort();
    for (const part of [lead, ...parts]) part.unmount();
    mounted.delete(parentElement);
  };
  mounted.set(parentElement, unmount);
  return unmount;
}

// What to notice, what is known of the ground, and the keys.
function tellWords(find, { name, shortcuts }, signal) {
  const [note, about] = [find(".lab-note"), find(".lab-about p")];
  const tell = ({ notice, facts }) => {
    if (notice) note.replaceChildren(...sentence(notice));
    about.replaceChildren(...sentence(facts));
  };
  storeOf(name).on("ground", tell, signal);
  followNote(note, storeOf(name), signal);
  const keys = Object.entries(shortcuts).flatMap(([key, words]) => [el("dt", {}, key), el("dd", {}, words)]);
  find(".lab-shortcuts dl").replaceChildren(...keys);
}

// On a page whose note follows what runs, Python sends it anew when it is another one.
function followNote(line, store, signal) {
  let told = null;
  const show = afterPicture(() => line.replaceChildren(...sentence(told)), signal);
  store.on(
    "wire",
    ({ note }) => {
      if (!note || note.pieces === told) return;
      told = note.pieces;
      show();
    },
    signal,
  );
}

// Formulas stand under the page, and are there only while they are wanted: Python puts them there.
function unfoldFormulas(details, store, signal) {
  let asked = false;
  const toggle = () => {
    if (details.open === asked) return;
    asked = details.open;
    store.send({ kind: "unfold", open: asked });
  };
  details.addEventListener("toggle", toggle, { signal });
  store.on("wire", ({ unfolded }) => !asked && unfolded && (details.open = asked = true), signal);
}

// Pieces of text: plain, stressed, or a word of the glossary with its line.
export function sentence(pieces) {
  return pieces.map(({ text, line, stressed }) => {
    if (line) return el("abbr", { class: "lab-word", tabindex: 0, title: line }, text);
    return stressed ? el("em", {}, text) : text;
  });
}
