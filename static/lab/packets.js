// A packet is: uint32 header length | JSON header padded to 4 bytes | float32 body. Python writes it in ui/packets.py.
export function readPacket(bytes) {
  const copy = bytes.slice(); // moves the body to an aligned offset
  const headerLength = new DataView(copy.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(copy.subarray(4, 4 + headerLength)));
  return { header, body: new Float32Array(copy.buffer, 4 + headerLength) };
}

// Hands out consecutive arrays of a body, in the order in which Python wrote them.
export function columnsOf(body) {
  let offset = 0;
  return (length) => body.subarray(offset, (offset += length));
}
