// The same runs over the ground in 3-D. A whole picture costs too much for every frame: it is drawn when a drag, a scrub or play pauses.
// While it plays, the heads alone move, at most ten times a second, and never for more than half of the time.
import { el } from "../widgets/dom.js";
import { heightOf } from "../wire/height.js";
import { loadPlotly } from "./load_plotly.js";

const QUIET_MS = 120;
const HEADS_MS = 100;
const WORDS = {
  loading: "Loading the 3-D view …",
  failed: "The 3-D view could not be loaded. Check the connection, then choose Map and 3-D again.",
  none: "This browser has no WebGL, which 3-D needs. The map shows the same paths.",
};
const LIFT = 0.01; // of the height, so that paths do not sink in
const EVERY = 2; // grid points: a quarter of them are enough here
const SYMBOLS = {
  "triangle-up": "diamond-open",
  "triangle-down": "square-open",
  plus: "cross",
  cross: "x",
  ring: "circle-open",
};
const CONFIG = { displayModeBar: false, showTips: false };

export function makeSpace(box, onCamera) {
  const host = el("div", { class: "lab-axes" });
  const word = el("p", { class: "lab-space-word", role: "status" }, hasWebGL() ? WORDS.loading : WORDS.none);
  box.append(host, word);
  let surface = null; // {key, trace}
  let timer = 0;
  let closed = false;
  let shown = "";
  let told = null; // the camera that we ourselves reported: it is where it should be
  let drawn = null; // {look, paths, at}: what the picture shows, and which of its traces the heads are
  let headsFrom = 0; // when they may move again

  function draw(scene, step, camera, playing) {
    if (!hasWebGL()) return;
    const { wire, ground, theme } = scene;
    const turned = camera === told ? "" : JSON.stringify(camera);
    const look = [wire.turn, ground.id, theme.background, turned, box.clientWidth, box.clientHeight].join();
    if (playing && drawn?.look === look) return moveHeads(step);
    const wanted = [look, step].join();
    if (wanted === shown || (playing && timer)) return;
    shown = wanted;
    clearTimeout(timer);
    timer = setTimeout(() => redraw(scene, step, camera, look), QUIET_MS);
  }

  async function moveHeads(step) {
    const begin = performance.now();
    if (begin < headsFrom) return;
    headsFrom = Infinity; // until this one is done
    shown = ""; // a pause draws the lines as far as they have come
    const at = (axis) => [drawn.paths.map((path) => path[axis][Math.min(step, path.last)])];
    await globalThis.Plotly.restyle(host, { x: at("x"), y: at("y"), z: at("z") }, [drawn.at]);
    box.dataset.step = step;
    const end = performance.now();
    headsFrom = end + Math.max(HEADS_MS - (end - begin), end - begin);
  }

  async function redraw({ wire, ground, theme, inks }, step, camera, look) {
    const Plotly = await loadPlotly().catch(() => null);
    timer = 0;
    if (!Plotly) word.textContent = WORDS.failed;
    if (!Plotly || closed || !box.clientWidth) return;
    const key = `${ground.id} ${theme.mode}`;
    if (surface?.key !== key) surface = { key, trace: surfaceOf(ground, theme) };
    const racers = wire.racers.filter((racer) => !racer.hidden && racer.x);
    const paths = racers.map((racer) => pathOf(racer, wire, ground));
    const data = [
      surface.trace,
      ...paths.flatMap((path) => linesOf(path, step, inks)),
      headsOf(paths, step, inks),
      ...starsOf(ground, theme),
    ];
    const first = !host._fullLayout;
    await Plotly.react(host, data, layoutOf(ground, theme, box, camera), CONFIG);
    if (first && !closed) host.on("plotly_relayout", (changes) => tellCamera(changes["scene.camera"]));
    drawn = { look, paths, at: 1 + 2 * paths.length };
    word.hidden = true;
    box.dataset.step = step;
    box.dataset.drawn = 1 + Number(box.dataset.drawn ?? 0);
  }

  function tellCamera(camera) {
    if (!camera) return;
    told = { eye: camera.eye };
    onCamera(told);
  }

  function close() {
    closed = true;
    clearTimeout(timer);
    if (host._fullLayout) globalThis.Plotly.purge(host);
    box.replaceChildren();
  }
  return { draw, close };
}

let webGL;
function hasWebGL() {
  webGL ??= Boolean(document.createElement("canvas").getContext("webgl"));
  return webGL;
}

function surfaceOf({ space, grid, u }, { mode }) {
  const rows = Array.from({ length: Math.ceil(grid.ny / EVERY) }, (_, row) =>
    Float32Array.from({ length: Math.ceil(grid.nx / EVERY) }, (_, column) => u[EVERY * (row * grid.nx + column)]),
  );
  const along = ([low, high], n) => Array.from({ length: n }, (_, k) => low + ((high - low) * k) / (n - 1));
  const colors = space.layout.meta?.[mode];
  return {
    ...space.data[0],
    ...{
      x: along(grid.x, rows[0].length),
      y: along(grid.y, rows.length),
      z: rows,
    },
    ...(colors && { colorscale: colors.colorscale, contours: linesAt(space.data[0], colors.line) }),
  };
}

// The map's level lines; without them a pale surface has no shape.
function linesAt({ contours }, color) {
  const quiet = { highlight: false };
  return { x: quiet, y: quiet, z: { ...contours.z, ...quiet, color, width: 1 } };
}

function pathOf(racer, wire, ground) {
  const height = heightOf(ground.scale);
  const { base } = wire.axes.loss;
  const last = Math.min(racer.last, wire.steps);
  return { racer, last, x: racer.x, y: racer.y, z: racer.loss.map((loss) => height(loss + base) + LIFT) };
}

function linesOf({ racer, last, x, y, z }, step, inks) {
  const { color } = inks.get(racer.slot);
  const line = (from, to, width, opacity) => ({
    ...{ type: "scatter3d", mode: "lines", hoverinfo: "skip", opacity, line: { color, width } },
    ...{ x: x.slice(from, to + 1), y: y.slice(from, to + 1), z: z.slice(from, to + 1) },
  });
  const here = Math.min(step, last);
  return [line(here, last, 2, 0.45), line(0, here, 6, 1)];
}

function headsOf(paths, step, inks) {
  const at = (axis) => paths.map((path) => path[axis][Math.min(step, path.last)]);
  const of = (key) => paths.map(({ racer }) => inks.get(racer.slot)[key]);
  const symbol = of("marker").map((marker) => SYMBOLS[marker] ?? marker);
  const marker = { symbol, color: of("color"), size: 7, opacity: 1 };
  return { type: "scatter3d", mode: "markers", hoverinfo: "skip", x: at("x"), y: at("y"), z: at("z"), marker };
}

function starsOf({ minima, scale, minimum }, { text }) {
  if (!minima?.length || minimum == null) return [];
  const z = heightOf(scale)(minimum) + LIFT;
  const marker = { symbol: "diamond", color: text, size: 4 };
  const [x, y] = [0, 1].map((axis) => minima.map((point) => point[axis]));
  return [{ type: "scatter3d", mode: "markers", hoverinfo: "skip", x, y, z: x.map(() => z), marker }];
}

function layoutOf({ space, view, surface }, theme, box, camera) {
  const { scene, ...layout } = space.layout;
  const axis = {
    color: theme.muted,
    gridcolor: theme.border,
    zerolinecolor: theme.border,
    ...{ nticks: 5, tickangle: 0 }, // few and upright: more of them would lie on one another
    showbackground: false,
    showspikes: false,
  };
  return {
    ...layout,
    ...{
      width: box.clientWidth,
      height: box.clientHeight,
      paper_bgcolor: "rgba(0,0,0,0)",
      showlegend: false,
      hovermode: false,
    },
    font: { family: theme.font, color: theme.muted, size: 12 },
    scene: {
      ...scene,
      ...{ uirevision: surface, bgcolor: "rgba(0,0,0,0)", hovermode: false, dragmode: "turntable" },
      camera: { ...scene?.camera, ...camera },
      xaxis: { ...scene?.xaxis, ...axis, range: view.slice(0, 2) },
      yaxis: { ...scene?.yaxis, ...axis, range: view.slice(2) },
      zaxis: { ...scene?.zaxis, ...axis },
    },
  };
}
