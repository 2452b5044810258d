// What the components of one page share: the newest message from Python, the view that only the browser knows, and the way back.
import { idle, offer } from "./turns.js";

const stores = new Map();
const FIRST_VIEW = {
  step: 0,
  playing: false,
  speed: 20,
  loop: false,
  axis: "log",
  space: false,
  zoom: null,
  camera: null,
  panel: 0,
};

export function storeOf(name) {
  if (!stores.has(name)) stores.set(name, makeStore());
  return stores.get(name);
}

function makeStore() {
  const handlers = new Map(); // topic → handlers
  const open = new Map(); // sender → its newest ticket, until a wire answers it
  let sequence = 0;
  const store = { wire: null, ground: null, view: { ...FIRST_VIEW }, touched: null, deliver: null };

  store.on = (topic, handler, signal) => {
    if (!handlers.has(topic)) handlers.set(topic, new Set());
    handlers.get(topic).add(handler);
    signal?.addEventListener("abort", () => handlers.get(topic).delete(handler));
    if (store[topic] != null) handler(store[topic]);
  };
  store.publish = (topic, value) => {
    if (value !== undefined) store[topic] = value;
    for (const handler of [...(handlers.get(topic) ?? [])]) handler(store[topic]);
  };
  store.setView = (changes) => store.publish("view", { ...store.view, ...changes });

  // Returns a ticket: `answered(ticket)` tells whether a wire already knows of this event, or of a newer one of its kind.
  store.send = (event, { settled = true } = {}) => {
    const ticket = ++sequence;
    const sender = [event.kind, event.slot, event.name].join(":");
    open.set(sender, ticket);
    offer(sender, () => store.deliver?.({ ...event, settled, ticket }));
    return ticket;
  };
  store.answered = (ticket) => idle() || ![...open.values()].includes(ticket);
  store.heard = (ticket) => {
    for (const [sender, newest] of open) if (newest === ticket) open.delete(sender);
  };
  return store;
}
