// Whether we may: "granted" measures, "pending" holds everything in memory and sends nothing, "denied" keeps nothing at all.
import { release } from "./outbox.js";
import { note } from "./safely.js";
import { renewSettings, settings } from "./settings.js";
import { drop, get, last, lasting, names, put } from "./shelf.js";
import { asked } from "./tag.js";
import { forget, remember } from "./visitor.js";

const mayLast = asked("cookieless") == null;
let said =
  get("consent") || (asked("gpc") != null && navigator.globalPrivacyControl ? "denied" : asked("consent"));

/** The mode; undefined until the site's settings have come, which means to wait as in "pending". */
export let consent;

/** Done when the site's settings have come, or will not come. */
export let settled;

function decide(choice) {
  note("consent", (consent = choice));
  last(mayLast && choice == "granted");
  if (choice == "denied") {
    names("", true).map(drop);
    forget();
  }
  if (lasting) remember();
  if (choice == "granted") release();
}

/** The visitor's choice. It is remembered for later pages. */
export function choose(choice) {
  decide((said = choice));
  drop("consent");
  last(mayLast && choice != "pending");
  put("consent", choice);
  last(mayLast && choice == "granted");
}

/** Go on, because nobody can be asked any more: the page is about to go, or the collector did not answer. */
export const assume = () => consent || decide("granted");

async function settle() {
  if (consent == "denied") return;
  if (await renewSettings()) {
    if (!said && settings.consent != consent) decide(settings.consent);
    if (lasting) put("settings", JSON.stringify(settings));
  }
  assume();
}

/** Begin in the mode that the visitor chose, else the one the script tag names, else the site's. */
export function begin() {
  const known = said || settings.consent;
  if (!consent && known) decide(known);
  settled = settle();
}
