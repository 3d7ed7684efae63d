// The site's settings, from the collector: experiments, thresholds, the consent mode to begin with.
import { now, safely } from "./safely.js";
import { get } from "./storage.js";
import { at, key } from "./script_tag.js";

/** The site's settings, and when it requested them (`at`): until today's have come, those of the last page or visit. */
export let settings = safely(() => JSON.parse(get("settings") || null))() || {};

/** Fetch the settings of now from the collector; returns whether it gave them. `cache`: how fetch uses its own. */
export async function renewSettings(cache) {
  let renewed;
  try {
    const answer = await fetch(at("config?key=") + key, { credentials: "omit", cache });
    const found = await answer.json();
    if ((renewed = found.consent)) settings = found; // an error has none
  } catch {}
  settings.at = now();
  return renewed;
}
