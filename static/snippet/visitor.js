// Who this browser is: a random id in a first-party cookie, which the shop's server can read, and a copy beside it.
import { deleteCookie, readCookie, writeCookie } from "./cookie.js";
import { newId } from "./ids.js";
import { get, lasting, put } from "./storage.js";

const NAME = "beheld_visitor";
let known;

// What an earlier visit left is looked for only where that is allowed.
const kept = () => lasting && (readCookie(NAME) || get("visitor"));

/** This visitor's id. */
export const visitor = () => (known ||= kept() || newId());

/** Keep the id in this browser: the one that another tab has kept there meanwhile, if one has. */
export function remember() {
  put("visitor", (known = kept() || visitor()));
  // A cookie of the shop's server outlives those of scripts, and would not if it were written anew.
  if (readCookie(NAME) != known) writeCookie(NAME, known);
}

/** Delete the id: from now on this browser is a new visitor. */
export function deleteVisitor() {
  known = 0;
  deleteCookie(NAME);
}
