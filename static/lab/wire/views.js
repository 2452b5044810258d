// What only the browser knows of each page's picture: how it opens, and how it is written in a link.
const COMMON = { step: 0, playing: false, speed: 20, loop: false, panel: 0 };
const OPENINGS = {
  race: { ...COMMON, axis: "log", space: false, zoom: null, camera: null },
  averages: { ...COMMON, speed: 30 }, // days a second
  inside: { ...COMMON, speed: 5, zoom: null, follow: false },
  networks: { ...COMMON, speed: 50, axis: "log" },
};

export const openingView = (page) => ({ ...(OPENINGS[page] ?? COMMON) });

// Every key that a view can have in a link.
export const VIEW_KEYS = new Set(["step", "speed", "loop", "axis", "view", "zoom", "camera", "follow", "touched"]);

const digits = (values) => values.map((value) => Number(value.toPrecision(6))).join("~");

export function viewKeys(page, view, touched) {
  const opening = openingView(page);
  const keys = { step: view.wish ?? view.step };
  for (const key of ["speed", "loop", "axis", "follow"])
    if (view[key] !== undefined && view[key] !== opening[key]) keys[key] = view[key] === true ? 1 : view[key];
  if (view.space) keys.view = "3d";
  if (view.zoom) keys.zoom = digits(view.zoom);
  if (view.camera) keys.camera = digits(["x", "y", "z"].map((axis) => view.camera.eye[axis]));
  if (touched != null) keys.touched = touched;
  return Object.entries(keys).map(([key, value]) => `${key}=${value}`);
}
