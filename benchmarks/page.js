// What the benchmarks do inside a page. Put there before the page's own scripts; changes nothing of theirs.
globalThis.bench = (() => {
  const PATIENCE_MS = 240_000; // only a hang takes so long

  // When a frame has been painted: the first task after its animation callbacks, style and paint.
  const painted = () =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          done(performance.now());
        };
        port2.postMessage(null);
      });
    });

  // The time of the first painted frame in which `test` holds.
  async function shown(test) {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const now = await painted();
      if (test()) return now;
      if (now > end) throw new Error(`waited ${PATIENCE_MS} ms in vain for ${test}`);
    }
  }

  const there = (selector) => shown(() => document.querySelector(selector));

  // Milliseconds from the input event to the frame that shows its answer.
  async function move({ root, range, tick }) {
    const [stage, input] = [document.querySelector(root), document.querySelector(range)];
    const { turn } = stage.dataset;
    await new Promise((done) => setTimeout(done, 17 * Math.random())); // somewhere within a frame
    const from = performance.now();
    input.value = tick;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return (await shown(() => stage.dataset.turn !== turn)) - from;
  }

  // The times of the frames in which `fresh` told of something new, for some milliseconds, and for `least` of them.
  async function frames(ms, fresh, least = 0) {
    const times = [];
    const end = performance.now() + ms;
    for (let now = 0; now < end || times.length < least;) {
      now = await painted();
      if (fresh()) times.push(now);
      if (now > end + PATIENCE_MS) throw new Error(`waited ${PATIENCE_MS} ms in vain for ${least} frames`);
    }
    return times;
  }

  const idle = (ms) => frames(ms, () => true, 2);

  function repaints({ root, ms }) {
    const { dataset } = document.querySelector(root);
    let { turn } = dataset;
    return frames(ms, () => turn !== (turn = dataset.turn));
  }

  // A picture is wiped at the beginning of each redraw: that is what is counted.
  async function redraws({ canvas, ms }) {
    const pen = document.querySelector(canvas).getContext("2d");
    let wiped = false;
    pen.clearRect = (...box) => {
      wiped = true;
      CanvasRenderingContext2D.prototype.clearRect.apply(pen, box);
    };
    const times = await frames(ms, () => wiped && !(wiped = false), 2);
    delete pen.clearRect;
    return times;
  }

  // The app's own modules: under the address that the page has loaded.
  function ours() {
    const names = performance.getEntriesByType("resource").map(({ name }) => name);
    return import(names.find((name) => /\/lab\/bundle\.[^/]*js$/.test(name)));
  }

  // The bytes of float32 that the newest wire brought.
  async function rawBytes(name) {
    const { modules } = await ours();
    const { storeOf } = modules["wire/store.js"];
    const { racers, arrows, touched } = storeOf(name).wire;
    const columns = racers.filter(({ slot }) => slot === touched).flatMap(({ x, y, loss, third }) => [x, y, loss, ...third]);
    const drawn = arrows ? [...arrows.gradient, ...(arrows.velocity ?? [])] : [];
    return [...columns, ...drawn].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  // An event as the page's own parts send it; the ground once its answer is drawn.
  async function tell({ name, event, root }) {
    const { modules } = await ours();
    const store = modules["wire/store.js"].storeOf(name);
    const { turn } = document.querySelector(root).dataset;
    store.send(event);
    await shown(() => document.querySelector(root).dataset.turn !== turn);
    return { n: store.ground.n };
  }

  return { there, move, idle, repaints, redraws, rawBytes, tell };
})();
