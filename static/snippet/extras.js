// What the script tag or the page's address asks for is a file of its own, too.
import { joined, load } from "./files.js";
import { debugging, ears, safely } from "./safely.js";
import { option } from "./script_tag.js";

/** The parameters of the address that the page was loaded with. */
export const landed = location.search;

// What is chosen there holds in its tab: who carries it out keeps it under the same name.
const isAsked = safely((parameter) => new URLSearchParams(landed).has(parameter) || sessionStorage[parameter]);

function explain() {
  if (!joined.heard) ears.push((joined.heard = [])); // the file brings a `push` of its own
  return load("debug");
}

/** Show a developer what is recorded, from now on. */
export const debug = () => explain().then(({ panel }) => panel?.());

/** Load what was chosen. */
export function loadExtras() {
  if (option("ga4") != null) load("ga4");
  if (isAsked("beheld-variation")) load("plans");
  if (isAsked("beheld")) debug();
  if (debugging) explain();
}
