// A curve against the step: the loss, or what was chosen for the third picture.
import { makeLayers } from "./layers.js";
import { drawMark } from "./marks.js";
import { clipTo, makePlot } from "./plot.js";
import { curvePixels, pointAt } from "./tracks.js";

const LINE = 2.2;
const HEAD = 5; // radius
const ROOMY = 2.5; // times the range that would do
const MARGIN = { l: 42, r: 6, t: 6, b: 22 };

export function makeCurve(box, name, onMove) {
  const plot = makePlot(box, { config: { staticPlot: true }, onMove });
  const layers = makeLayers({ width: LINE, cased: false });
  let scene = null;
  let tracks = [];
  let key = "";
  let shown = {};

  // Returns a promise where the axes change, nothing where only tracks move.
  function load(next) {
    scene = next;
    key = "";
    const axis = axisOf(scene.wire.axes[name], scene.log);
    const [range, look] = [[...axis.range, scene.wire.steps].join(), [axis.type, ...Object.values(scene.theme)].join()];
    if (range === shown.range && look === shown.look) return null;
    const axesOnly = look === shown.look && plot.frame();
    if (axesOnly && scene.wire.held && holds(plot.frame(), axis, scene.wire.steps)) return null;
    shown = { range, look };
    if (axesOnly) return plot.relayout(rangesOf(axis, scene.wire.steps));
    return plot.show([{ x: [null], y: [null], mode: "lines" }], layoutOf(axis, scene.wire.steps, scene.theme));
  }

  function prepare(frame, step) {
    key = frame.key;
    tracks = scene.wire.racers
      .filter((racer) => !racer.hidden && racer.third)
      .flatMap((racer) => {
        const columns = name === "loss" ? [racer.loss] : racer.third;
        const last = Math.min(racer.last, scene.wire.steps);
        return columns.map((values, c) => {
          const ink = scene.inks.get(racer.slot);
          return { racer, values, pixels: curvePixels(values, frame), last, dashed: c === 1, prints: [], ...ink };
        });
      });
    layers.load(tracks, frame, scene.theme.background, step);
  }

  function draw(position) {
    const frame = scene && plot.frame();
    if (!frame) return;
    if (key !== frame.key) prepare(frame, Math.floor(position));
    layers.advance(Math.floor(position));
    const g = plot.pen();
    g.save();
    clipTo(g, frame);
    layers.paint(g);
    for (const track of tracks) drawGlide(g, track, position);
    g.restore();
    drawCursor(g, frame, frame.px(position), scene.theme.muted);
    for (const { marker, color, pixels, last } of tracks) {
      const [, y] = pointAt(pixels, position, last);
      const x = frame.px(Math.min(position, last));
      if (frame.has(x, y, 1))
        drawMark(g, marker, x, y, { radius: HEAD, color, casing: scene.theme.background, width: 1.5 });
    }
  }

  const close = () => {
    layers.close();
    plot.close();
  };
  return { name, plot, load, draw, close, tracks: () => tracks };
}

// While a drag is under way an axis that still shows everything stays: to move it costs more than all the lines.
function holds({ range: [, x1, y0, y1] }, { range: [low, high] }, steps) {
  return x1 === Math.max(1, steps) && y0 <= low && high <= y1 && y1 - y0 <= ROOMY * (high - low);
}

const axisOf = ({ log, range, logRange }, wanted) =>
  wanted && log && logRange ? { type: "log", range: logRange } : { type: "linear", range };

// About four labels on a log axis, at whole decades; plotly chooses on a linear one.
function rangesOf({ type, range }, steps) {
  const every = type === "log" ? Math.max(1, Math.ceil((range[1] - range[0]) / 5)) : null;
  return {
    "yaxis.type": type,
    "yaxis.range": [...range],
    "yaxis.dtick": every,
    "xaxis.range": [0, Math.max(1, steps)],
  };
}

function layoutOf(axis, steps, theme) {
  const {
    "yaxis.type": type,
    "yaxis.range": range,
    "yaxis.dtick": dtick,
    "xaxis.range": across,
  } = rangesOf(axis, steps);
  const common = {
    tickfont: { color: theme.muted, size: 12 },
    zeroline: false,
    linecolor: theme.border,
    fixedrange: true,
  };
  return {
    ...{
      margin: MARGIN,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      showlegend: false,
      hovermode: false,
    },
    font: { family: theme.font, color: theme.muted },
    xaxis: {
      ...common,
      range: across,
      showgrid: false,
      nticks: 6,
      ticks: "outside",
      ticklen: 3,
      tickcolor: theme.border,
    },
    yaxis: {
      ...common,
      type,
      range,
      dtick,
      nticks: 6,
      gridcolor: theme.border,
      exponentformat: "power",
      minorloglabels: "none",
    },
  };
}

function drawCursor(g, { top, bottom }, x, color) {
  g.lineWidth = 1.2;
  g.strokeStyle = color;
  g.beginPath();
  g.moveTo(x, top);
  g.lineTo(x, bottom);
  g.stroke();
}

function drawGlide(g, { pixels, last, color, dashed }, position) {
  const step = Math.floor(position);
  if (step >= last || step === position || dashed) return;
  g.lineWidth = LINE;
  g.strokeStyle = color;
  g.beginPath();
  g.moveTo(...pointAt(pixels, step, last));
  g.lineTo(...pointAt(pixels, position, last));
  g.stroke();
}
