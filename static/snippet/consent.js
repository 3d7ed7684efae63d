// Whether we may: "granted" measures, "pending" holds everything in memory and sends nothing, "denied" keeps nothing at all
// but the refusal itself.
import { deleteCookie, readCookie, shared, writeCookie } from "./cookie.js";
import { joined } from "./files.js";
import { note, warn } from "./safely.js";
import { option } from "./script_tag.js";
import { drop, get, insist, last, lasting, names } from "./storage.js";
import { deleteVisitor, remember } from "./visitor.js";

const NAME = "beheld_consent"; // a cookie only where storage cannot be had, or where other subdomains must know
const mayLast = option("cookieless") == null;

// What the visitor chose, on this page, an earlier one or in another tab.
const stored = () => readCookie(NAME) || get("consent");

/** The visitor's choice, else what the browser or the script tag asks for; undefined where there is none. */
export let choice =
  stored() || (option("gpc") != null && navigator.globalPrivacyControl ? "denied" : option("consent"));

/** The mode; undefined until the site's settings have come, which means to wait as in "pending". */
export let consent;

let granted;

/** Call `work` whenever the mode becomes "granted", with whether the visitor had refused before. */
export const onGranted = (work) => (granted = work);

/** Go over to a mode. */
export function enterMode(mode) {
  const refused = consent == "denied";
  note("consent", (consent = mode));
  last(mayLast && mode == "granted");
  joined.keepChosen?.();
  if (mode == "denied") {
    names("", true).map((name) => name == "consent" || drop(name));
    deleteVisitor();
  }
  if (lasting) remember();
  if (mode == "granted") granted?.(refused);
}

/** The visitor chooses. It is remembered for later pages; a refusal even where nothing else may be kept. */
export function choose(newMode) {
  if (!/^(granted|pending|denied)$/.test(newMode)) {
    warn("consent must be granted, pending or denied", newMode);
    return enterMode("pending");
  }
  // What was chosen before is not to be obeyed any more while the new mode is entered.
  drop("consent");
  deleteCookie(NAME);
  enterMode((choice = newMode));
  if (newMode == "denied" || lasting) (insist("consent", newMode) && !shared) || writeCookie(NAME, newMode);
}

/** Do as the visitor chose elsewhere meanwhile. */
export function obey() {
  const elsewhere = stored();
  if (elsewhere && elsewhere != choice) enterMode((choice = elsewhere));
}
