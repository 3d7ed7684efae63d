// Ids that sort by the time they were made (UUID version 7, RFC 9562).
import { now } from "./safely.js";

let made = 0;
const hex = (number, digits) => number.toString(16).padStart(digits, 0);

/** A new id. Those of one page are in order even within a millisecond: a counter stands where version 7 allows one. */
export function newId() {
  const time = hex(now(), 12);
  const [low, high] = crypto.getRandomValues(new Uint32Array(2));
  const count = hex(made++ % 4096, 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-8${hex(low % 4096, 3)}-${hex(low >>> 16, 4)}${hex(high, 8)}`;
}
