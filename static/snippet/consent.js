// Whether we may: "granted" measures, "pending" holds everything in memory and sends nothing, "denied" keeps nothing at all
// but the refusal itself.
import { deleteCookie, readCookie, shared, writeCookie } from "./cookie.js";
import { release } from "./outbox.js";
import { listen, note, warn } from "./safely.js";
import { renewSettings, settings } from "./settings.js";
import { drop, get, insist, last, lasting, names, put } from "./shelf.js";
import { asked } from "./tag.js";
import { forget, remember } from "./visitor.js";

const NAME = "beheld_consent"; // a cookie only where storage cannot be had, or where other subdomains must know
const mayLast = asked("cookieless") == null;

// What the visitor chose, on this page, an earlier one or in another tab.
const chosen = () => readCookie(NAME) || get("consent");

let said = chosen() || (asked("gpc") != null && navigator.globalPrivacyControl ? "denied" : asked("consent"));
let restart;

/** The mode; undefined until the site's settings have come, which means to wait as in "pending". */
export let consent;

/** Done when the site's settings have come, or will not come. */
export let settled;

function decide(choice) {
  const back = consent == "denied" && choice == "granted";
  note("consent", (consent = choice));
  last(mayLast && choice == "granted");
  if (choice == "denied") {
    names("", true).map((name) => name == "consent" || drop(name));
    forget();
  }
  if (lasting) remember();
  if (choice == "granted") release();
  if (back) restart?.();
}

/** The visitor's choice. It is remembered for later pages; a refusal even where nothing else may be kept. */
export function choose(choice) {
  if (!/^(granted|pending|denied)$/.test(choice)) {
    warn("consent must be granted, pending or denied", choice);
    return decide("pending");
  }
  decide((said = choice));
  drop("consent");
  deleteCookie(NAME);
  if (choice == "denied" || (mayLast && choice == "granted")) (insist("consent", choice) && !shared) || writeCookie(NAME, choice);
}

/** Do as the visitor chose elsewhere meanwhile. */
export function obey() {
  const choice = chosen();
  if (choice && choice != said) decide((said = choice));
}

/** Go on, because nobody can be asked any more: the page is about to go, or the collector did not answer. */
export function assume() {
  obey();
  consent || decide("granted");
}

async function settle() {
  if (consent == "denied") return;
  if (await renewSettings()) {
    if (!said && settings.consent != consent) decide(settings.consent);
    if (lasting) put("settings", JSON.stringify(settings));
  }
  assume();
}

/** Begin in the mode that the visitor chose, else the one the script tag names, else the site's. `again`: refused, then consented. */
export function begin(again) {
  const known = said || settings.consent;
  restart = again;
  if (!consent && known) decide(known);
  settled = settle();
  listen(window, "storage pageshow", obey);
}
