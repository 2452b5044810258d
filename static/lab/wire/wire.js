// The two elements that Python sends again when something changes: the ground (rarely) and the wire (always, last in its rerun).
import { lengthened } from "./computing.js";
import { withHeights } from "./heights.js";
import { readPacket } from "./packets.js";
import { storeOf } from "./store.js";
import { closeTurns, endTurn } from "./turns.js";

const mounted = new WeakMap(); // parentElement → what was unpacked last: Streamlit may call again without news
const held = new Map(); // page → the blocks of its newest wire
const heldBlock = (serial) => [...held.values()].find((blocks) => blocks.has(serial))?.get(serial);

export function mountGround({ data, parentElement }) {
  const { header } = readPacket(data);
  const store = storeOf(header.name);
  if (mounted.get(parentElement) === header.id) return;
  mounted.set(parentElement, header.id);
  store.publish("ground", withHeights(header));
}

export function mountWire({ data, parentElement, setTriggerValue }) {
  const { header, blocks } = readPacket(data, heldBlock);
  const store = storeOf(header.name);
  store.speaker = parentElement;
  store.deliver = (event) => setTriggerValue("event", { ...event, have: store.wire.turn });
  if (mounted.get(parentElement) !== header.turn) {
    mounted.set(parentElement, header.turn);
    held.set(header.name, blocks);
    if (header.computing) lengthened(header);
    adoptView(store, header);
    store.heard(header.ticket);
    store.publish("wire", header);
  }
  endTurn(header.ticket);
  return () => {
    if (store.speaker !== parentElement) return; // it speaks from another place by now
    store.deliver = null;
    closeTurns();
  };
}

// With a new epoch Python has read a link: its view is taken. Without a step in it, or on a bare first visit, the run plays once.
function adoptView(store, { epoch, view, touched }) {
  store.touched = touched;
  if (store.epoch === epoch) return;
  const first = store.epoch === undefined;
  store.epoch = epoch;
  if (!view && !first) return;
  const { step = null, ...rest } = view ?? {};
  const fresh = {
    zoom: null,
    camera: null,
    ...rest,
    step: step ?? 0,
    playing: false,
    byHand: false,
    opening: step === null,
  };
  store.setView(fresh);
}
