// What the components of one page share: the newest message from Python, the view that only the browser knows, and the way back.
import { idle, offer } from "./turns.js";
import { openingView } from "./views.js";

const stores = new Map();

export function storeOf(name) {
  if (!stores.has(name)) stores.set(name, makeStore(name));
  return stores.get(name);
}

function makeStore(name) {
  const handlers = new Map(); // topic → handlers
  const open = new Map(); // sender → its newest ticket, until a wire answers it
  let sequence = 0;
  const store = { name, wire: null, ground: null, view: openingView(name), touched: null, deliver: null };

  store.on = (topic, handler, signal) => {
    if (!handlers.has(topic)) handlers.set(topic, new Set());
    handlers.get(topic).add(handler);
    signal?.addEventListener("abort", () => handlers.get(topic).delete(handler));
    if (store[topic] != null) handler(store[topic]);
  };
  store.publish = (topic, value) => {
    if (value !== undefined) store[topic] = value;
    // Who stopped listening meanwhile is not told any more.
    for (const handler of [...(handlers.get(topic) ?? [])]) if (handlers.get(topic).has(handler)) handler(store[topic]);
  };
  store.setView = (changes) => store.publish("view", { ...store.view, ...changes });

  // Returns a ticket: `answered(ticket)` tells whether a wire already knows of this event, or of a newer one of its kind.
  store.send = (event, { settled = true } = {}) => {
    const ticket = ++sequence;
    const sender = [event.kind, event.slot, event.name].join(":");
    open.set(sender, ticket);
    const again = "value" in event || event.kind === "start"; // the same value twice is that value
    offer(sender, () => store.deliver?.({ ...event, settled, ticket }), { ticket, again });
    return ticket;
  };
  store.answered = (ticket) => idle() || ![...open.values()].includes(ticket);
  store.heard = (ticket) => {
    for (const [sender, newest] of open) if (newest === ticket) open.delete(sender);
  };
  return store;
}
