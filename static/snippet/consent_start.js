// Which consent mode a page begins in: what the visitor chose, else what the script tag names, else that of the site's settings.
import { choice, consent, enterMode, obey, onGranted } from "./consent.js";
import { listen } from "./safely.js";
import { renewSettings, settings } from "./settings.js";
import { lasting, put } from "./storage.js";

/** Done when the site's settings have come, or will not come. */
export let settled;

/** Go on without the settings: the page is about to go, or the collector did not answer. */
export function assume() {
  obey();
  consent || enterMode("granted");
}

async function settle() {
  if (consent == "denied") return;
  if (await renewSettings()) {
    if (!choice && settings.consent != consent) enterMode(settings.consent);
    if (lasting) put("settings", JSON.stringify(settings));
  }
  assume();
}

/** Begin. `granted` is called whenever consent is given, with whether the visitor had refused before. */
export function begin(granted) {
  const mode = choice || settings.consent;
  onGranted(granted);
  if (!consent && mode) enterMode(mode);
  settled = settle();
  listen(window, "storage pageshow", obey);
}
