// What only some pages need is a file of its own, loaded where it is asked for.
import { record } from "./events.js";
import { explain } from "./evidence.js";
import { tab } from "./override.js";
import { ears, note } from "./safely.js";
import { beside, option } from "./script_tag.js";
import { view } from "./view.js";

const load = (name, ...given) =>
  import(beside(`beheld-${name}.js`)).then((file) => file.default(ears, ...given)).catch(note);

/** Show a developer what is recorded, from now on. */
export function debug() {
  const heard = [];
  ears.push((words) => heard.push(words)); // the file brings a `push` of its own
  load("debug", heard, explain, () => view);
}

/** Load what the script tag and the page's address ask for; ?beheld=debug holds in its tab. */
export function loadExtras() {
  const layer = option("ga4");
  if (layer != null) load("ga4", layer, record, note);
  if (/[?&]beheld=/.test(location.search) || tab((storage) => storage["beheld.debug"])) debug();
}
