// The address of exactly this picture: the link that Python knows, and the view that only the browser knows.
const QUIET_MS = 250; // browsers allow about 100 changes of the address in 30 s
const VIEW_KEYS = new Set(["step", "speed", "loop", "axis", "view", "zoom", "camera", "touched"]);
const BY_ITSELF = { speed: 20, axis: "log" };

const digits = (values) => values.map((value) => Number(value.toPrecision(6))).join("~");

function viewKeys({ view, touched }) {
  const keys = { step: view.step };
  if (view.speed !== BY_ITSELF.speed) keys.speed = view.speed;
  if (view.loop) keys.loop = 1;
  if (view.axis !== BY_ITSELF.axis) keys.axis = view.axis;
  if (view.space) keys.view = "3d";
  if (view.zoom) keys.zoom = digits(view.zoom);
  if (view.camera) keys.camera = digits(["x", "y", "z"].map((axis) => view.camera.eye[axis]));
  if (touched != null) keys.touched = touched;
  return Object.entries(keys).map(([key, value]) => `${key}=${value}`);
}

export const currentLink = (store) =>
  `${location.pathname}?${[store.wire?.link, ...viewKeys(store)].filter(Boolean).join("&")}`;

// Writes the view a moment after its last change, and only while this page is still the one that is shown. The race's own part of
// the address is Python's, which writes it when a drag has settled: taken over here while one is held, it would be lost for Back.
export function makeAddress(store, signal) {
  const here = location.pathname;
  let timer = 0;
  let adopted = null; // the whole of a link that was opened, where the address had only some of it

  function write() {
    if (!store.wire || location.pathname !== here) return;
    const search = `?${[racePart(adopted, store.wire.link), ...viewKeys(store)].join("&")}`;
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
function racePart(adopted, link) {
  const pairs = location.search.slice(1).split("&").filter(Boolean);
  const kept = pairs.filter((pair) => !VIEW_KEYS.has(pair.split("=")[0]));
  const streamlits = kept.filter((pair) => pair.startsWith("embed"));
  return adopted || kept.length === streamlits.length ? [adopted ?? link, ...streamlits].join("&") : kept.join("&");
}
