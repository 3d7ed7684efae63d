// What we keep, by name: in memory as long as the page lives and, where that is allowed and possible, in localStorage.
import { listen } from "./safely.js";
import { key } from "./script_tag.js";

const prefix = "beheld." + key.slice(-8) + ".";
const memory = new Map();

/** Whether the disk may be used. */
export let lasting;

function disk(work) {
  try {
    return work(localStorage);
  } catch {} // forbidden, full, or not there
}

const write = (text, name) => lasting && disk((storage) => storage.setItem(name, text));

/** The text kept under a name; another tab may have put it there. */
export const get = (name) => disk((storage) => storage.getItem(prefix + name)) ?? memory.get(prefix + name);

/** Keep a text under a name. */
export function put(name, text) {
  memory.set(prefix + name, text);
  write(text, prefix + name);
}

/** Keep a text on the disk in any case, and return whether it is there. */
export function insist(name, text) {
  disk((storage) => storage.setItem(prefix + name, text));
  return get(name) == text;
}

/** Delete what is kept under a name. */
export function drop(name) {
  memory.delete(prefix + name);
  disk((storage) => storage.removeItem(prefix + name));
}

/** The names, in order, under which this page keeps something; or everybody, other tabs and earlier pages too. */
export const names = (beginning, everybody) =>
  [...new Set([...memory.keys(), ...((everybody && disk(Object.keys)) || [])])]
    .filter((name) => name.startsWith(prefix + beginning))
    .map((name) => name.slice(prefix.length))
    .sort();

/** Set whether the disk may be used from now on. What memory holds goes there too. */
export function last(may) {
  lasting = may;
  memory.forEach(write);
}

// What another tab took off the disk is done with: an event is answered for, or its visitor refused. A page that empties the
// whole storage names nothing, and takes nothing away.
listen(window, "storage", ({ key, newValue }) => newValue ?? memory.delete(key));
