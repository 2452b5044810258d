// The position on the time line, between steps while it plays. Time lives in the browser; nothing here talks to Python.
const LONGEST_GAP_MS = 100; // a page that was hidden goes on where it was

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function makeClock(store, onTick) {
  let position = store.view.step;
  let end = Infinity; // until the first tracks have arrived
  let wish = position; // beyond the end, where there is more to come
  let growing = false;
  let stride = 1; // what a step is worth, in the units of speed: days, where not every day is a step
  let request = 0;
  let before = 0;

  const step = () => Math.floor(position);
  const stopped = () => cancelAnimationFrame(request) || (request = 0);

  // In place: a frame is no news to those who wait for a change of the view. `wish` is for the link.
  function tell() {
    store.view.step = step();
    store.view.wish = wish > position && Number.isFinite(wish) ? wish : null;
  }

  function moveTo(next) {
    wish = position = Math.max(0, Math.min(end, next));
    tell();
    onTick();
  }

  function tick(now) {
    request = requestAnimationFrame(tick);
    const elapsed = before ? Math.min(now - before, LONGEST_GAP_MS) : 0;
    before = now;
    const { speed, loop } = store.view;
    const next = position + (elapsed * speed) / (1000 * stride);
    if (next < end) return moveTo(next);
    if (growing) return moveTo(end);
    if (loop && end > 0) return moveTo(position < end ? end : 0);
    moveTo(end);
    pause();
  }

  function play() {
    if (request) return;
    if (position >= end && !growing) moveTo(0);
    before = 0;
    request = requestAnimationFrame(tick);
    store.setView({ playing: true });
  }

  function pause() {
    stopped();
    wish = position = step();
    store.setView({ playing: false });
    onTick();
  }

  // `more`: the end will grow. What was asked for is then shown as soon as it is there.
  const setEnd = (steps, worth = 1, more = false) => {
    [end, stride, growing] = [steps, worth, more];
    position = Math.min(wish, end);
    if (!growing) wish = position;
    tell();
  };
  const jump = (next) => {
    if (request) pause();
    moveTo(next);
    if (growing) wish = Math.max(0, next);
    tell();
  };
  // Under reduced motion the heads go from step to step, without the way between.
  const shown = () => (calm() ? step() : position);
  return { play, pause, jump, setEnd, step, shown, end: () => end, stop: stopped, playing: () => request !== 0 };
}
