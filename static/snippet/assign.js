// Which variation a visitor is in: the same rule as in the Python SDK, so that page and server agree without asking.

// 32-bit FNV-1a of the UTF-8 bytes, stirred by the last step of MurmurHash3, since similar ids differ in few bits.
function hash(text) {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The variation for a visitor, from {variation: weight}; undefined where none has any weight. */
export function assign(experiment, visitor, weights) {
  const variations = Object.keys(weights).sort();
  let total = 0;
  for (const variation of variations) total += weights[variation];
  const point = (hash(experiment + ":" + visitor) / 2 ** 32) * total;
  total = 0;
  return variations.find((variation) => point < (total += weights[variation]));
}
