// Ids that sort by the time they were made (UUID version 7, RFC 9562).

let made = 0;

/** A new id. Those of one page are in order even within a millisecond: a counter stands where version 7 allows one. */
export function newId() {
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = (random[0] & 63) | 128;
  const hex =
    Date.now().toString(16).padStart(12, "0") +
    "7" +
    (made++ & 4095).toString(16).padStart(3, "0") +
    [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
