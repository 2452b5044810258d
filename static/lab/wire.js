// The two elements that Python sends again when something changes: the ground (rarely) and the wire (always, last in its rerun).
import { heightOf } from "./height.js";
import { columnsOf, readPacket } from "./packets.js";
import { storeOf } from "./store.js";
import { closeTurns, endTurn } from "./turns.js";

const mounted = new WeakMap(); // parentElement → what was unpacked last: Streamlit may call again without news

export function mountGround({ data, parentElement }) {
  const { header, body } = readPacket(data);
  const store = storeOf(header.name);
  if (mounted.get(parentElement) !== header.id) {
    mounted.set(parentElement, header.id);
    store.publish("ground", { ...header, f: body, u: body.map(heightOf(header.scale)) });
  }
}

export function mountWire({ data, parentElement, setTriggerValue }) {
  const { header, body } = readPacket(data);
  const store = storeOf(header.name);
  store.deliver = (event) => setTriggerValue("event", event);
  if (mounted.get(parentElement) !== header.turn) {
    mounted.set(parentElement, header.turn);
    unpack(header, columnsOf(body));
    adoptView(store, header);
    store.heard(header.ticket);
    store.publish("wire", header);
  }
  endTurn();
  return () => {
    store.deliver = null;
    closeTurns();
  };
}

function unpack(wire, take) {
  for (const racer of wire.racers) {
    const column = () => (racer.hidden ? null : take(wire.steps + 1));
    [racer.x, racer.y, racer.loss] = [column(), column(), column()];
    racer.third = racer.hidden ? null : Array.from({ length: racer.thirds }, column);
  }
  const pair = () => [take(wire.steps), take(wire.steps)];
  if (wire.arrows)
    wire.arrows = { slot: wire.arrows.slot, gradient: pair(), velocity: wire.arrows.velocity ? pair() : null };
}

// With a new epoch Python has read a link: its view is taken. Without a step in it, or on a bare first visit, the run plays once.
function adoptView(store, { epoch, view, touched }) {
  store.touched = touched;
  if (store.epoch === epoch) return;
  const first = store.epoch === undefined;
  store.epoch = epoch;
  if (!view && !first) return;
  const { step = null, ...rest } = view ?? {};
  const fresh = { zoom: null, camera: null, ...rest, step: step ?? 0, playing: false, opening: step === null };
  store.setView(fresh);
}
