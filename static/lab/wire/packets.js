// A packet is: uint32 header length | JSON header padded to 4 bytes | body of numbers. Python writes it in ui/packets.py.
// In the header stand {"@": length} for an array of float32, {"@@": length} for one of float64, which the body does not align, and {"#": serial, …} for a block of arrays: one that the browser holds comes
// by its serial alone, and `heldBlock` finds it.
// Under the key "..." a block lends its arrays to the object that it stands in; there `block` tells whether they are the same as before.
export function readPacket(bytes, heldBlock = () => {}) {
  const { buffer } = bytes.slice(); // moves the body to an aligned offset
  const length = new DataView(buffer).getUint32(0, true);
  const blocks = new Map(); // serial → block, of this packet
  let offset = 4 + length;

  function array(size) {
    offset += 4 * size;
    return new Float32Array(buffer, offset - 4 * size, size);
  }

  function exact(size) {
    offset += 8 * size;
    return new Float64Array(buffer.slice(offset - 8 * size, offset));
  }

  function block({ "#": serial, ...arrays }) {
    const isHere = Object.keys(arrays).length > 0;
    if (!blocks.has(serial)) blocks.set(serial, isHere ? arrays : heldBlock(serial));
    return blocks.get(serial);
  }

  // Called from the inside out, in the order of the text.
  function placed(_, part) {
    if (part?.["@"] !== undefined) return array(part["@"]);
    if (part?.["@@"] !== undefined) return exact(part["@@"]);
    if (part?.["#"] !== undefined) return block(part);
    return part?.["..."] ? { ...part, ...part["..."], block: part["..."] } : part;
  }
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  return { header: JSON.parse(text, placed), blocks };
}
