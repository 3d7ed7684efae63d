// Which variation a visitor is in: the same rule as in the Python SDK, so that page and server agree without asking.
import { meets } from "./targeting.js";

const BUCKETS = 10000;

// 32-bit FNV-1a of the UTF-8 bytes, stirred by the last step of MurmurHash3, since similar ids differ in few bits.
function hash(text) {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The visitor's bucket for a salt, of 10,000. */
export const bucketOf = (salt, visitor) => Math.floor((hash(salt + ":" + visitor) / 2 ** 32) * BUCKETS);

// The range [from, until, …] in which the visitor's bucket lies.
function rangeOf({ salt, buckets }, visitor) {
  const bucket = bucketOf(salt, visitor);
  return buckets?.find(([from, until]) => from <= bucket && bucket < until);
}

/** The variation of an experiment, as it is served, for a visitor; undefined if none is theirs. `here`: see targeting.js. */
export function assign(experiment, visitor, here) {
  const { layer, targeting } = experiment;
  if ((!targeting || meets(targeting, here())) && (!layer || rangeOf(layer, visitor)))
    return rangeOf(experiment, visitor)?.[2];
}
