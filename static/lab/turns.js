// One message in flight; of each sender only the newest waits. The wire's arrival ends a turn and frees the next.
const GIVE_UP_AFTER_MS = 3000;
const waiting = new Map(); // sender → deliver
let inFlight = true; // until the first wire has arrived there is nobody to talk to
let giveUp = 0;

export function offer(sender, deliver) {
  waiting.set(sender, deliver);
  if (!inFlight) deliverNext();
}

export function endTurn() {
  clearTimeout(giveUp);
  inFlight = false;
  deliverNext();
}

// The page is left: what waits would reach nobody.
export function closeTurns() {
  clearTimeout(giveUp);
  waiting.clear();
  inFlight = true;
}

export const idle = () => !inFlight && waiting.size === 0;

function deliverNext() {
  const next = waiting.entries().next().value;
  if (!next) return;
  const [sender, deliver] = next;
  waiting.delete(sender);
  inFlight = true;
  giveUp = setTimeout(endTurn, GIVE_UP_AFTER_MS);
  deliver();
}
