// Which consent mode a page begins in: what the visitor chose, else what the script tag names, else that of the site's settings.
import { choice, consent, enterMode, obey, onGranted } from "./consent.js";
import { load } from "./files.js";
import { clock, isVisible, later, listen, now } from "./safely.js";
import { renewSettings, settings } from "./settings.js";
import { lasting, put } from "./storage.js";

const FRESH_MS = 60000;
const PATIENCE_MS = 3000;

let asked; // when the collector was asked last
let settled; // done when its answer has come, or will not come
let timer;

/** Go on without the settings: the page is about to go, or the collector did not answer. */
export function assume() {
  obey();
  consent || enterMode("granted");
}

async function settle(cache) {
  if (consent == "denied") return;
  if (await renewSettings(cache)) {
    if (!choice && settings.consent != consent) enterMode(settings.consent);
    if (lasting) put("settings", JSON.stringify(settings));
  }
  assume();
  // A change of an experiment reaches open pages within a minute. An answer out of the browser's cache may be half as old.
  if (expectCalls()) timer ||= later(renewIfVisible, cache ? FRESH_MS : FRESH_MS / 2);
}

// Where there are experiments, pages will ask for them.
const expectCalls = () => Object.keys(settings.experiments || {})[0] && load("plans");

function renewIfVisible() {
  timer = 0;
  if (isVisible()) renew("no-cache");
}

/** Ask the collector for the settings of now. */
export function renew(cache) {
  asked = clock();
  expectCalls();
  settled = settle(cache);
}

/** Whether the settings are those of the last minute. */
export const isFresh = () => now() - settings.at < FRESH_MS;

/** Done when they are, or will not come: asked for again, if that was a while ago. */
export function settingsOfNow() {
  if (clock() - asked > PATIENCE_MS) renew();
  return settled;
}

/** Begin. `granted` is called whenever consent is given, with whether the visitor had refused before. */
export function begin(granted) {
  const mode = choice || settings.consent;
  onGranted(granted);
  if (!consent && mode) enterMode(mode);
  listen(window, "storage pageshow", obey);
}
