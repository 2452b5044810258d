import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { closeTurns, endTurn, idle, offer, watchLate } from "../../static/lab/wire/turns.js";

let sent = [];
const say = (words) => () => sent.push(words);

beforeEach(() => {
  closeTurns();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  sent = [];
});

test("nothing is sent before the first wire has come", () => {
  offer("slider", say(1));
  assert.deepEqual(sent, []);
  endTurn(0);
  assert.deepEqual(sent, [1]);
  assert.ok(!idle());
  endTurn(1);
  assert.ok(idle());
});

test("of each sender only the newest waits, and who came first goes first", () => {
  endTurn(0);
  offer("a", say("a1"));
  offer("a", say("a2"));
  offer("b", say("b1"));
  offer("a", say("a3"));
  endTurn(1);
  endTurn(2);
  assert.deepEqual(sent, ["a1", "a3", "b1"]);
});

test("after 3 s the reader is told, and no longer once an answer is there", () => {
  const told = [];
  watchLate((late) => told.push(late), new AbortController().signal);
  endTurn(0);
  offer("a", say("a1"));
  mock.timers.tick(2999);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  assert.deepEqual(told, [true]);
  endTurn(1);
  assert.deepEqual(told, [true, false]);
});

test("after 10 s a value is sent again, but what adds something is not", () => {
  endTurn(0);
  offer("slider", say("value"), { ticket: 1, again: true });
  mock.timers.tick(10_000);
  assert.deepEqual(sent, ["value", "value"]);
  endTurn(1);
  offer("button", say("card"), { ticket: 2 });
  mock.timers.tick(10_000);
  assert.deepEqual(sent, ["value", "value", "card"]);
});

test("a newer value of the same slider takes the place of one that was lost", () => {
  endTurn(0);
  offer("slider", say("old"), { ticket: 1, again: true });
  offer("slider", say("new"), { ticket: 2, again: true });
  mock.timers.tick(10_000);
  assert.deepEqual(sent, ["old", "new"]);
});

test("who has left hears nothing more", () => {
  const [left, told] = [new AbortController(), []];
  watchLate((late) => told.push(late), left.signal);
  left.abort();
  endTurn(0);
  offer("a", say("a"));
  mock.timers.tick(5000);
  assert.deepEqual(told, []);
});
