// The address of exactly this picture: the link that Python knows, and the view that only the browser knows.
const QUIET_MS = 250; // browsers allow about 100 changes of the address in 30 s
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

// Writes the address a moment after the last change, and only while this page is still the one that is shown.
export function makeAddress(store, signal) {
  const here = location.pathname;
  let timer = 0;

  function write() {
    if (!store.wire || location.pathname !== here) return;
    const link = currentLink(store) + foreign();
    if (link !== location.pathname + location.search) history.replaceState(history.state, "", link);
  }

  signal.addEventListener("abort", () => clearTimeout(timer));
  return {
    soon() {
      clearTimeout(timer);
      timer = setTimeout(write, QUIET_MS);
    },
  };
}

// Streamlit's own keys stay.
function foreign() {
  const kept = [...new URLSearchParams(location.search)].filter(([key]) => key.startsWith("embed"));
  return kept.map(([key, value]) => `&${key}=${encodeURIComponent(value)}`).join("");
}
