// What the script tag or the page's address asks for is a file of its own, too.
import { joined, load } from "./files.js";
import { debugging, ears } from "./safely.js";
import { option } from "./script_tag.js";
import { tab } from "./storage.js";

/** The parameters of the address that the page was loaded with. */
export const landed = location.search;

// What is asked for there holds in its tab: who carries it out keeps it under the same name.
const isAsked = (parameter) => new URLSearchParams(landed).has(parameter) || tab((storage) => storage[parameter]);

function explain() {
  if (joined.heard) return;
  ears.push((joined.heard = [])); // the file brings a `push` of its own
  load("debug");
}

/** Show a developer what is recorded, from now on. */
export function debug() {
  explain();
  load("debug").then(({ panel }) => panel?.());
}

/** Load what is asked for. */
export function loadExtras() {
  if (option("ga4") != null) load("ga4");
  if (isAsked("beheld-variation")) load("plans");
  if (isAsked("beheld")) debug();
  if (debugging) explain();
}
