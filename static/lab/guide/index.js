// The Guide's index: a search box over groups of links. Typing hides what does not match; Enter opens the first match.
import { el } from "../widgets/dom.js";
import { makeReachable } from "../widgets/reach.js";

const NARROW = "(max-width: 767px)"; // below it the index folds away above the entry

const mounted = new WeakMap(); // parentElement → its index: Streamlit calls again when another entry is shown

export function mountIndex({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".lab-index");
  const open = (entry) => setTriggerValue("event", { entry });
  const index = mounted.get(parentElement) ?? build(root, data.groups);
  mounted.set(parentElement, index);
  index.open = open;
  index.mark(data.current);
  return () => {
    mounted.get(parentElement)?.listeners.abort();
    mounted.delete(parentElement);
  };
}

function build(root, groups) {
  const search = el("input", {
    type: "search",
    class: "lab-search",
    placeholder: "Search",
    "aria-label": "Search the Guide",
  });
  const count = el("p", { class: "lab-visually-hidden", role: "status" });
  const title = el("span", {});
  const fold = el("details", {}, el("summary", {}, "All entries · ", title), search, count);
  const index = { open: () => {}, listeners: new AbortController() };
  makeReachable(index.listeners.signal);
  const items = Object.entries(groups).flatMap(([group, entries]) => {
    const links = entries.map((entry) => linkTo(entry, (key) => choose(key)));
    const section = el(
      "section",
      {},
      el("h2", {}, group),
      el(
        "ul",
        {},
        links.map(({ row }) => row),
      ),
    );
    fold.append(section);
    return links.map((link) => ({ ...link, section }));
  });
  const shown = () => items.filter(({ row }) => !row.hidden);
  const choose = (key) => {
    if (matchMedia(NARROW).matches) fold.open = false;
    index.open(key);
  };
  search.addEventListener("input", () => {
    find(items, search.value);
    count.textContent = shown().length === 1 ? "1 entry" : `${shown().length} entries`;
  });
  search.addEventListener("keydown", ({ key }) => {
    if (key === "Enter" && shown().length) choose(shown()[0].key);
  });
  index.mark = (current) => {
    for (const { key, anchor } of items) {
      if (key === current) anchor.setAttribute("aria-current", "page");
      else anchor.removeAttribute("aria-current");
    }
    title.textContent = items.find(({ key }) => key === current)?.anchor.textContent ?? "";
  };
  fold.open = !matchMedia(NARROW).matches;
  root.replaceChildren(fold);
  return index;
}

// A real link, so that it can be copied and opened in another tab; a plain click stays on the page.
function linkTo({ key, title, words }, choose) {
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(key);
  };
  const anchor = el("a", { href: `?entry=${encodeURIComponent(key)}`, onclick: follow }, title);
  return { key, anchor, text: `${title} ${words}`.toLowerCase(), name: title.toLowerCase(), row: el("li", {}, anchor) };
}

// Every word that was typed must occur. Entries of which the name matches come alone where there are any.
function find(items, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text) => words.every((word) => text.includes(word));
  const named = items.some(({ name }) => has(name));
  for (const { row, name, text } of items) row.hidden = !has(named ? name : text);
  for (const { section } of items) section.hidden = !section.querySelector("li:not([hidden])");
}
