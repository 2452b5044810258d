// One slider and one number: copied beside the app's own modules by benchmarks/servers.py.
import { el } from "./widgets/dom.js";
import { Slider } from "./widgets/slider.js";
import { storeOf } from "./wire/store.js";

const mounted = new WeakMap(); // parentElement → AbortController

export function mountFloor({ data, parentElement }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, build(parentElement.querySelector(".lab-floor"), data));
  return () => {
    mounted.get(parentElement)?.abort();
    mounted.delete(parentElement);
  };
}

function build(root, { name, spec }) {
  const listeners = new AbortController();
  const { signal } = listeners;
  const store = storeOf(name);
  const send = (value, settled) => store.send({ kind: "hyper", slot: 1, name: "learning_rate", value }, { settled });
  const slider = new Slider({ spec, send, answered: store.answered, signal });
  const number = el("output");
  root.append(slider.row, number);
  store.on(
    "wire",
    ({ value, turn }) => {
      slider.accept(value);
      number.textContent = value;
      root.dataset.turn = turn;
    },
    signal,
  );
  return listeners;
}
