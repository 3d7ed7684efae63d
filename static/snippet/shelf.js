// What we keep in this browser, by name: in localStorage where it may and can be, else in memory as long as the page lives.
import { key } from "./tag.js";

const prefix = "beheld." + key.slice(-8) + ".";
const memory = new Map();

/** Whether anything may be written to the disk. */
export let lasting = false;

/** The text kept under a name, or null. */
export function get(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** Keep a text under a name. A full or forbidden localStorage is no reason to lose it. */
export function put(name, text) {
  try {
    if (!lasting) throw 0;
    localStorage.setItem(prefix + name, text);
    memory.delete(name);
  } catch {
    memory.set(name, text);
  }
}

/** Forget what is kept under a name. */
export function drop(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(prefix + name);
  } catch {}
}

/** All names that begin so, in their order. */
export function names(beginning) {
  const found = new Set(memory.keys());
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) found.add(name.slice(prefix.length));
  } catch {}
  return [...found].filter((name) => name.startsWith(beginning)).sort();
}

/** Say whether anything may be written to the disk from now on. What memory held until then moves there. */
export function last(may) {
  lasting = may;
  if (may) for (const [name, text] of [...memory]) put(name, text);
}
