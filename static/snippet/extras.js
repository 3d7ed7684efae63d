// What only some pages need is a file of its own, loaded where it is asked for.
import { record } from "./events.js";
import { ears, note } from "./safely.js";
import { beside, option } from "./script_tag.js";

/** Load what the script tag asks for. */
export function loadExtras() {
  const layer = option("ga4");
  if (layer != null) import(beside("beheld-ga4.js")).then((ga4) => ga4.default(layer, record, note, ears)).catch(note);
}
