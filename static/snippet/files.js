// The files that only some pages need, beside beheld.js: `seen` measures actions and knows what clicks mean, `plans` places actions
// when their moment has come and decides experiments, `survey` shows one. Each is a module that is given core.js, and joins in.
import { later, safely, warn } from "./safely.js";
import { beside } from "./script_tag.js";

const REST_MS = 1000;
const TRIES = 3;

/** What the files that are here do for the core, by name. */
export const joined = {};

/** What is here or on its way, by file: done with all that the files do. */
export const loading = {};

let waiting = []; // calls of what is not here yet: [file, what to do, given why if it does not come]
let core;
let arrived;

/** Begin: later files are given `offered`, and `work` is called when one has come. */
export function startFiles(offered, work) {
  core = offered;
  arrived = work;
}

/** Load a file, if it is neither here nor on its way. */
export const load = (file) => (loading[file] ||= attempt(file, 1));

/** Have a file do something: now if it is here, else when it has come. If the view ends before, or it never comes, do `orElse`. */
export function ask(file, name, given, orElse) {
  const call = (reason) => (joined[name] ? joined[name](...given) : orElse?.(reason));
  if (joined[name]) return call();
  waiting.push([file, call]);
  load(file).then(() => carryOn("error", file));
}

/** Do what waits for a file that has come. What waits for it in vain, or for any, learns why it is not done. */
export function carryOn(reason, file) {
  const calls = waiting;
  waiting = [];
  for (const [from, call] of calls)
    if (file && file != from) waiting.push([from, call]);
    else safely(call)(reason);
}

async function attempt(file, nth) {
  const name = `beheld-${file}.js`;
  try {
    // A browser may remember that an address failed: each try has another one.
    (await import(beside(`${name}?v=${VERSION}&${nth}`))).default(core);
    arrived();
  } catch (error) {
    if (nth < TRIES) {
      await new Promise((done) => later(done, REST_MS * nth));
      return attempt(file, nth + 1);
    }
    warn(name, "not loaded (script-src?)", error);
  }
  return joined;
}
