// What the script tag or the page's address asks for is a file of its own, too.
import { joined, load } from "./files.js";
import { tab } from "./override.js";
import { ears } from "./safely.js";
import { option } from "./script_tag.js";

/** Show a developer what is recorded, from now on. */
export function debug() {
  joined.heard = [];
  ears.push((words) => joined.heard.push(words)); // the file brings a `push` of its own
  load("debug");
}

/** Load what is asked for; ?beheld=debug holds in its tab. */
export function loadExtras() {
  if (option("ga4") != null) load("ga4");
  if (/[?&]beheld=/.test(location.search) || tab((storage) => storage["beheld.debug"])) debug();
}
