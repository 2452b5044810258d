// Small curves over all steps, side by side under one cursor: x solid, y dashed. What stands at step k belongs to the step from k to k + 1.
import { holds } from "./curves.js";
import { el } from "../widgets/dom.js";
import { drawLine, lineOf, makeSheets } from "./lines.js";
import { clipTo, makePlot } from "./plot.js";
import { drawCursor } from "./series.js";
import { shownKey, slotOf } from "./variants.js";

const MARGIN = { l: 40, r: 6, t: 11, b: 20 };
const DASH = [5, 4];
const WIDTH = { main: 2, soft: 1.5, muted: 1.3 };
const FAINT = 0.35;
const DOT = 2.6;

export const makeCharts = (boxes, onMove) => boxes.map((box) => makeChart(box, onMove));

function makeChart(box, onMove) {
  const plot = makePlot(box, { onMove });
  const sheets = makeSheets();
  let scene = null;
  let chart = null; // {title, log, range, logRange, lines}
  let shown = {}; // axes and colours
  let drawn = []; // what the sheets show

  function load(next, wanted, heading) {
    [scene, chart] = [next, wanted];
    entitle(heading, chart, colors());
    const { log, range } = axisOf(chart);
    const asked = { x: [0, Math.max(1, scene.wire.steps)], y: range, log };
    const look = [chart.title, log, ...Object.values(scene.theme)].join();
    const axes = [...asked.x, ...range].join();
    if (look === shown.look && (axes === shown.axes || (scene.wire.held && holds(plot.frame(), range, asked.x))))
      return;
    shown = { look, axes };
    plot.show({ ...asked, margin: MARGIN, theme: scene.theme, grid: true, apart: 28 });
  }

  const colors = () => ({
    main: scene.inks.get(slotOf(shownKey(scene.wire))).color,
    soft: scene.theme.text,
    muted: scene.theme.muted,
  });

  function prepare(frame) {
    const columns = chart.lines.map(({ of, coordinate }) => columnOf(scene.wire, of, coordinate));
    const wanted = [frame.key, chart.title, colors().main, scene.theme.text, ...columns];
    if (wanted.length === drawn.length && wanted.every((part, k) => part === drawn[k])) return;
    drawn = wanted;
    const xs = Float32Array.from(columns[0] ?? [], (_, k) => frame.px(k));
    const lines = chart.lines.map((line, k) => ({ ...line, ...lineOf(xs, columns[k].map(heightIn(frame)), frame.py) }));
    sheets.show(frame, (g, strong) => {
      clipTo(g, frame);
      for (const line of lines.toReversed()) drawOne(g, line, strong);
    });
  }

  function drawOne(g, { tone, dashed, ...line }, strong) {
    const color = colors()[tone];
    const dash = dashed ? DASH : [];
    drawLine(g, line, { color, width: strong ? WIDTH[tone] : 1, dash, alpha: strong ? 1 : FAINT });
  }

  function draw(position) {
    const frame = scene && chart && plot.frame();
    if (!frame) return;
    prepare(frame);
    const g = plot.pen();
    const x = frame.px(position);
    sheets.lay(g, frame, x);
    drawCursor(g, frame, x, scene.theme.text);
    for (const line of chart.lines) drawDot(g, frame, line, position);
  }

  function drawDot(g, frame, { of, coordinate, tone }, position) {
    const column = columnOf(scene.wire, of, coordinate);
    const row = Math.min(Math.floor(position), column.length - 1, scene.wire.path.last - 1);
    const y = row >= 0 ? frame.py(heightIn(frame)(column[row])) : NaN;
    if (!frame.has(frame.px(row), y, 1)) return;
    g.fillStyle = colors()[tone];
    g.beginPath();
    g.arc(frame.px(row), y, DOT, 0, 7);
    g.fill();
  }

  const close = () => {
    sheets.close();
    plot.close();
  };
  return { plot, load, draw, close };
}

const columnOf = ({ values }, of, coordinate) => values.chart[of][coordinate];
const axisOf = ({ log, range, logRange }) => (log && logRange ? { log: true, range: logRange } : { log: false, range });
const heightIn = ({ log }) => (log ? (value) => Math.log10(Math.max(0, value)) : (value) => value);

// The title is the legend: each quantity with a piece of its line.
function entitle(heading, { title, lines }, colors) {
  const words = [title, ...Object.values(colors), ...lines.map(({ of }) => of)].join();
  if (heading.dataset.words === words) return;
  heading.dataset.words = words;
  const first = new Map(lines.toReversed().map((line) => [line.of, line]));
  const named = [...first.values()].toReversed();
  const letters = title.split(", ");
  const keyed = named.length === letters.length && named.length > 1;
  const part = (text, k) => el("span", { class: "lab-key", style: `--c: ${colors[named[k].tone]}` }, text);
  heading.replaceChildren(...(keyed ? letters.map(part) : [title]));
}
