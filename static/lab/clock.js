// The position on the time line, between steps while it plays. Time lives in the browser; nothing here talks to Python.
const LONGEST_GAP_MS = 100; // a page that was hidden goes on where it was

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function makeClock(store, onTick) {
  let position = store.view.step;
  let end = Infinity; // until the first tracks have arrived
  let stride = 1; // what a step is worth, in the units of speed: days, where not every day is a step
  let request = 0;
  let before = 0;

  const step = () => Math.floor(position);
  const stopped = () => cancelAnimationFrame(request) || (request = 0);

  function moveTo(next) {
    position = Math.max(0, Math.min(end, next));
    store.view.step = step(); // in place: a frame is no news to those who wait for a change of the view
    onTick();
  }

  function tick(now) {
    request = requestAnimationFrame(tick);
    const elapsed = before ? Math.min(now - before, LONGEST_GAP_MS) : 0;
    before = now;
    const { speed, loop } = store.view;
    const next = position + (elapsed * speed) / (1000 * stride);
    if (next < end) return moveTo(next);
    if (loop && end > 0) return moveTo(position < end ? end : 0);
    moveTo(end);
    pause();
  }

  function play() {
    if (request) return;
    if (position >= end) moveTo(0);
    before = 0;
    request = requestAnimationFrame(tick);
    store.setView({ playing: true });
  }

  function pause() {
    stopped();
    position = step();
    store.setView({ playing: false });
    onTick();
  }

  const setEnd = (steps, worth = 1) => {
    [end, stride] = [steps, worth];
    position = Math.min(position, end);
    store.view.step = step();
  };
  const jump = (next) => {
    if (request) pause();
    moveTo(next);
  };
  // Under reduced motion the heads go from step to step, without the way between.
  const shown = () => (calm() ? step() : position);
  return { play, pause, jump, setEnd, step, shown, end: () => end, stop: stopped, playing: () => request !== 0 };
}
