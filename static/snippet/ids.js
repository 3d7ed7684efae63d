// Ids that sort by the time they were made (UUID version 7, RFC 9562).
import { now } from "./safely.js";

let made = 0;
const hex = (number, digits) => number.toString(16).padStart(digits, 0);

/** A new id. Those of one page are in order even within a millisecond: a counter stands where version 7 allows one. */
export function newId() {
  const [low, high] = crypto.getRandomValues(new Uint32Array(2));
  const digits = `${hex(now(), 12)}7${hex(made++ % 4096, 3)}8${hex(low >>> 4, 7)}${hex(high, 8)}`;
  return digits.replace(/^.{8}|.{4}(?=.{12})/g, "$&-");
}
