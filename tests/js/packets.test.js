import assert from "node:assert/strict";
import { test } from "node:test";
import { readPacket } from "../../static/lab/wire/packets.js";

/** The bytes of a packet, as ui/packets.py lays them out: length, JSON padded to four bytes, numbers. */
function bytesOf(header, ...arrays) {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(4 * Math.ceil(text.length / 4)).fill(32);
  padded.set(text);
  const parts = [
    new Uint8Array(Uint32Array.of(padded.length).buffer),
    padded,
    ...arrays.map((a) => new Uint8Array(a.buffer)),
  ];
  const all = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  let at = 1; // not aligned, as a packet may arrive
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.subarray(1);
}

test("arrays stand where their places are, in the order of the text", () => {
  const header = { a: { "@": 2 }, deep: [{ b: { "@@": 2 } }, null, "µ"], c: { "@": 1 } };
  const bytes = bytesOf(header, Float32Array.of(1.5, -2), Float64Array.of(0.1, 4e-69), Float32Array.of(Infinity));
  const { header: read } = readPacket(bytes);
  assert.deepEqual([...read.a], [1.5, -2]);
  assert.deepEqual([...read.deep[0].b], [0.1, 4e-69]); // every digit
  assert.deepEqual([...read.c], [Infinity]);
  assert.equal(read.deep[2], "µ");
});

test("a block that is held comes by its serial, and lends its arrays", () => {
  const first = readPacket(bytesOf({ racer: { slot: 1, "...": { "#": 7, x: { "@": 1 } } } }, Float32Array.of(3)));
  assert.deepEqual([...first.header.racer.x], [3]);
  const held = (serial) => first.blocks.get(serial);
  const again = readPacket(bytesOf({ racer: { slot: 2, "...": { "#": 7 } } }), held);
  assert.equal(again.header.racer.x, first.header.racer.x);
  assert.equal(again.header.racer.block, first.header.racer.block);
  assert.equal(again.header.racer.slot, 2);
});
