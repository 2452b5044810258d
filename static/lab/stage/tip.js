// What stands under the pointer: the nearest racer's point, or the value of the ground.
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { heightAt } from "../plot/graph.js";

const NEAR = 12; // px

export function makeTip(root, signal) {
  const tip = el("div", { class: "lab-tip", role: "presentation", hidden: true });
  root.append(tip);
  const hide = () => (tip.hidden = true);

  function show(event, lines) {
    if (!lines) return hide();
    tip.replaceChildren(...lines.map((line, k) => el(k ? "div" : "b", {}, line)));
    tip.hidden = false;
    const box = root.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const beside = x + 16 + tip.offsetWidth > box.width ? x - 12 - tip.offsetWidth : x + 16;
    tip.style.transform = `translate(${Math.round(beside)}px, ${Math.round(Math.max(0, y - tip.offsetHeight - 8))}px)`;
  }

  // `lines(px, py, frame)` says what is there; asked at most once a frame.
  function watch(plot, lines) {
    let request = 0;
    const ask = (event) => {
      request = 0;
      const frame = plot.frame();
      const box = plot.box.getBoundingClientRect();
      const [px, py] = [event.clientX - box.left, event.clientY - box.top];
      show(event, !event.buttons && frame?.has(px, py) && lines(px, py, frame));
    };
    const move = (event) => {
      if (event.pointerType === "mouse") request ||= requestAnimationFrame(() => ask(event));
    };
    const leave = () => {
      request = cancelAnimationFrame(request) ?? 0;
      hide();
    };
    plot.box.addEventListener("pointermove", move, { signal });
    plot.box.addEventListener("pointerleave", leave, { signal });
    plot.box.addEventListener("pointerdown", hide, { signal });
    signal.addEventListener("abort", () => cancelAnimationFrame(request));
  }
  return { watch, hide };
}

// On the map: the nearest point of a path up to here; elsewhere the value between the ground's grid points.
export function mapLines(px, py, frame, { tracks, ground, wire, step }) {
  const found = nearest(px, py, tracks, step);
  if (!found) return ground.graph ? curveAt(frame.x(px), ground) : groundLines(frame.x(px), frame.y(py), ground);
  const { racer, k } = found;
  const f = racer.loss[k] + wire.axes.loss.base;
  if (ground.graph)
    return [racer.title, `step ${k}`, `${ground.letters[0]} ${short(racer.x[k])}`, `${ground.head} ${short(f)}`];
  return [racer.title, `step ${k}`, `x ${short(racer.x[k])} · y ${short(racer.y[k])}`, `f ${short(f)}`];
}

// The height of the curve above the pointer's place on the axis.
function curveAt(x, { graph, letters, head }) {
  const height = heightAt(graph, x);
  return Number.isNaN(height) ? null : [`${head} ≈ ${short(height)}`, `${letters[0]} ${short(x)}`];
}

function groundLines(x, y, { grid, f }) {
  const column = ((x - grid.x[0]) / (grid.x[1] - grid.x[0])) * (grid.nx - 1);
  const row = ((y - grid.y[0]) / (grid.y[1] - grid.y[0])) * (grid.ny - 1);
  if (!(column >= 0 && row >= 0 && column <= grid.nx - 1 && row <= grid.ny - 1)) return null;
  const [c, r] = [Math.min(grid.nx - 2, Math.floor(column)), Math.min(grid.ny - 2, Math.floor(row))];
  const [u, v] = [column - c, row - r];
  const at = (dr, dc) => f[(r + dr) * grid.nx + c + dc];
  const value = (1 - v) * ((1 - u) * at(0, 0) + u * at(0, 1)) + v * ((1 - u) * at(1, 0) + u * at(1, 1));
  return [`f ≈ ${short(value)}`, `x ${short(x)} · y ${short(y)}`];
}

function nearest(px, py, tracks, step) {
  let best = null;
  let least = NEAR * NEAR;
  for (const { racer, pixels, last } of tracks) {
    for (let k = 0; k <= Math.min(step, last); k++) {
      const away = (pixels[2 * k] - px) ** 2 + (pixels[2 * k + 1] - py) ** 2;
      if (away < least) [best, least] = [{ racer, k }, away];
    }
  }
  return best;
}

// On a curve: the racer whose line is nearest at the pointer's step.
export function curveLines(px, py, frame, { tracks, title }) {
  let best = null;
  let least = 1.5 * NEAR;
  for (const { racer, pixels, values, last, dashed } of tracks) {
    const k = Math.min(last, Math.max(0, Math.round(frame.x(px))));
    const away = Math.abs(pixels[2 * k + 1] - py);
    if (away < least) [best, least] = [{ racer, k, value: values[k], dashed }, away];
  }
  return best && [best.racer.title, `step ${best.k}`, `${title}${best.dashed ? ", y" : ""} ${short(best.value)}`];
}
