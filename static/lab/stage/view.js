// The address of exactly this picture: the link that Python knows, and the view that only the browser knows.
import { VIEW_KEYS, viewKeys } from "../wire/views.js";

const QUIET_MS = 250; // browsers allow about 100 changes of the address in 30 s
const keysOf = ({ name, view, touched }) => viewKeys(name, view, touched);

export const currentLink = (store) =>
  `${location.pathname}?${[store.wire?.link, ...keysOf(store)].filter(Boolean).join("&")}`;

// Writes the view a moment after its last change, and only while this page is still the one that is shown. The rest of
// the address is Python's, which writes it when a drag has settled: taken over here while one is held, it would be lost for Back.
export function makeAddress(store, signal) {
  const here = location.pathname;
  let timer = 0;
  let adopted = null; // the whole of a link that was opened, where the address had only some of it

  function write() {
    if (!store.wire || location.pathname !== here) return;
    const search = `?${[pagePart(adopted, store.wire.link), ...keysOf(store)].join("&")}`;
    adopted = null;
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
  }

  signal.addEventListener("abort", () => clearTimeout(timer));
  window.addEventListener("popstate", () => clearTimeout(timer), { signal }); // what waits belongs to the entry that was left
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(write, QUIET_MS);
  };
  const follow = (wire) => {
    if (store.addressed === wire.epoch) return soon();
    store.addressed = wire.epoch;
    adopted = wire.link;
    write(); // at once: a drag that begins now would leave Back an entry that says nothing
  };
  return { soon, follow };
}

// As it stands in the address; the newest link where there is none: a first visit, or a page entered by the menu.
function pagePart(adopted, link) {
  const pairs = location.search.slice(1).split("&").filter(Boolean);
  const kept = pairs.filter((pair) => !VIEW_KEYS.has(pair.split("=")[0]));
  const streamlits = kept.filter((pair) => pair.startsWith("embed"));
  return adopted || kept.length === streamlits.length ? [adopted ?? link, ...streamlits].join("&") : kept.join("&");
}
