// The site's settings, from the collector: experiments, thresholds, the consent mode to begin with.
import { safely } from "./safely.js";
import { get } from "./storage.js";
import { at, key } from "./script_tag.js";

/** The site's settings: those of the last visit, so that a returning visitor waits for nothing, until today's have come. */
export let settings = safely(() => JSON.parse(get("settings") || null))() || {};

/** Fetch today's settings from the collector; returns whether it gave them. */
export async function renewSettings() {
  try {
    const answer = await fetch(at("config?key=") + key, { credentials: "omit" });
    if (answer.ok) return (settings = await answer.json());
  } catch {}
}
