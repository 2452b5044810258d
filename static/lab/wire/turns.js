// One message in flight; of each sender only the newest waits. The wire's arrival ends a turn and frees the next.
const LATE_AFTER_MS = 3000; // then the reader is told
const AGAIN_AFTER_MS = 10_000; // then the message counts as lost
const waiting = new Map(); // sender → message: {deliver, ticket, again}
const watching = new Set(); // who is told whether an answer is late
let inFlight = true; // until the first wire has arrived there is nobody to talk to
let sent = null; // the message in flight, with its sender
let timers = [];
let late = false;

// `again`: whether the message may reach Python twice, as a slider's value may; one that adds a card may not.
export function offer(sender, deliver, { ticket = 0, again = false } = {}) {
  waiting.set(sender, { deliver, ticket, again });
  if (!inFlight) deliverNext();
}

// `ticket`: of the newest event that the wire answers. A message that was late, and is not answered, was lost on the way.
export function endTurn(ticket) {
  if (late && sent && ticket !== sent.ticket) takeBack();
  freeTurn();
  tell(false);
  deliverNext();
}

// The page is left: what waits would reach nobody.
export function closeTurns() {
  freeTurn();
  tell(false);
  waiting.clear();
  inFlight = true;
}

export const idle = () => !inFlight && waiting.size === 0;

// `act(late)` is called whenever that changes.
export function watchLate(act, signal) {
  watching.add(act);
  signal.addEventListener("abort", () => watching.delete(act));
}

function tell(now) {
  if (late === now) return;
  late = now;
  for (const act of watching) act(late);
}

function freeTurn() {
  timers.forEach(clearTimeout);
  [inFlight, sent, timers] = [false, null, []];
}

// To the front, unless its sender has a newer one by now.
function takeBack() {
  const { sender, ...message } = sent;
  if (!message.again || waiting.has(sender)) return;
  const others = [...waiting];
  waiting.clear();
  for (const [key, value] of [[sender, message], ...others]) waiting.set(key, value);
}

function deliverNext() {
  const next = waiting.entries().next().value;
  if (!next) return;
  const [sender, message] = next;
  waiting.delete(sender);
  [inFlight, sent] = [true, { sender, ...message }];
  timers = [setTimeout(() => tell(true), LATE_AFTER_MS), setTimeout(repeat, AGAIN_AFTER_MS)];
  message.deliver();
}

// Still late: the reader is told until a wire arrives.
function repeat() {
  takeBack();
  freeTurn();
  deliverNext();
}
