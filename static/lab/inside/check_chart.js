// Errors over the width of a difference, both in powers of ten: wide ones miss the curvature, narrow ones lose digits.
import { makeLabels } from "../plot/labels.js";
import { drawLine, lineOf } from "../plot/lines.js";
import { drawMark } from "../widgets/marks.js";
import { clipTo, makePlot } from "../plot/plot.js";
import { drawCursor } from "../plot/series.js";
import { logTicks } from "../plot/ticks.js";

const MARGIN = { l: 48, r: 10, t: 10, b: 26 };
const ROOMY = 420; // px: a narrower picture has no room for the third label
const AT = { one: -4, two: -3.6, narrow: -10.5 }; // decades of ε where the labels stand
const FLOOR = 1e-17; // an error of 0 sits on the foot

// The two differences are no optimizers, and have the colours of text.
export const inksOfDifferences = ({ text, muted }) => ({
  two: { color: text, marker: "diamond" },
  one: { color: muted, marker: "square" },
});

export function makeErrors(box, onMove) {
  const plot = makePlot(box, { onMove });
  let scene = null;
  let shown = "";

  function load(next) {
    scene = next;
    const { axis } = scene.wire.check;
    const wanted = [...axis.x, ...axis.y, ...Object.values(scene.theme)].join();
    if (wanted === shown) return;
    shown = wanted;
    plot.show({ x: axis.x, y: axis.y, log: true, margin: MARGIN, theme: scene.theme, grid: true, ticks: decades });
  }

  function draw() {
    const frame = scene && plot.frame();
    if (!frame) return;
    const { check } = scene.wire;
    const { theme } = scene;
    const inks = inksOfDifferences(theme);
    const xs = Float32Array.from(check.epsilons, (width) => frame.px(Math.log10(width)));
    const g = plot.pen();
    g.lineJoin = "round";
    g.save();
    clipTo(g, frame);
    for (const key of ["one", "two"]) {
      const line = lineOf(xs, check[key].map(decade), (value) => Math.min(frame.bottom, frame.py(value)));
      drawLine(g, line, { color: inks[key].color, width: 2.4, ...(key === "one" && { dash: [6, 4] }) });
    }
    g.restore();
    const x = frame.px(Math.log10(check.epsilon));
    drawCursor(g, frame, x, theme.text);
    for (const key of ["one", "two"]) drawHead(g, frame, x, check[`${key}_error`], inks[key], theme);
    name(g, frame, check, theme);
  }

  function name(g, frame, check, theme) {
    const { label, write } = makeLabels(theme, frame);
    const place = (key, power) => [frame.px(power), heightAt(check, key, power, frame)];
    const [one, two] = [place("one", AT.one), place("two", AT.two)];
    label(said("one-sided", check, "one"), one[0] - 150, one[1] - 16);
    label(said("two-sided", check, "two"), two[0] + 14, two[1] + 18);
    const [x, y] = place("one", AT.narrow);
    if (frame.wide > ROOMY) label("digits are lost: ∝ 1/ε", x + 8, y - 26, theme.muted);
    write(g);
  }

  return { plot, load, draw, close: plot.close };
}

// The highest error of the widths near one of them: a label stands clear of the noise.
function heightAt({ epsilons, ...errors }, key, power, frame) {
  const near = (k) => Math.abs(Math.log10(epsilons[k]) - power) < 0.35;
  const around = errors[key].filter((error, k) => near(k) && error > 0);
  return frame.py(decade(Math.max(FLOOR, ...around)));
}

// Where the curvature is what is missed, the error falls with the width, and how fast is read off the curve.
function said(name, { epsilons, ...errors }, key) {
  const at = (power) => {
    const k = epsilons.findIndex((width) => Math.log10(width) > power - 0.01);
    return decade(errors[key][k]);
  };
  const slope = Math.round(2 * (at(-1) - at(-2))) / 2;
  return slope === 1 || slope === 2 ? `${name}: ∝ ε${slope === 2 ? "²" : ""}` : name;
}

const decade = (value) => (Number.isNaN(value) ? NaN : Math.log10(Math.max(FLOOR, value)));

function drawHead(g, frame, x, error, { color, marker }, { background }) {
  const y = Math.min(frame.bottom, frame.py(decade(error)));
  if (frame.has(x, y, 1)) drawMark(g, marker, x, y, { radius: 5.5, color, casing: background, width: 1.5 });
}

const decades = (low, high, wide) => logTicks(low, high, wide, { apart: 44, between: false });
