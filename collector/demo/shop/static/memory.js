// What this browser remembers for the shop. Where storage is forbidden, it lasts as long as the page.
const spare = new Map();

/** What was remembered under a name, else the fallback. */
export function recall(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem("shop." + name)) ?? fallback;
  } catch {
    return spare.get(name) ?? fallback;
  }
}

/** Remember a value under a name. */
export function remember(name, value) {
  spare.set(name, value);
  try {
    localStorage.setItem("shop." + name, JSON.stringify(value));
  } catch {}
}
