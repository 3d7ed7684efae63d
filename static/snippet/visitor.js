// Who this browser is: a random id in a first-party cookie, which the shop's server can read, and a copy beside it.
import { newId } from "./ids.js";
import { safely } from "./safely.js";
import { get, lasting, put } from "./shelf.js";
import { asked } from "./tag.js";

const NAME = "beheld_visitor=";
const LONGEST_S = 34560000; // 400 days: browsers allow no more
let known;

/** This visitor's id. What an earlier visit left is looked for only where it may be. */
export function visitor() {
  return (known = known || (lasting && (fromCookie() || get("visitor"))) || newId());
}

/** Keep the id in this browser. */
export function remember() {
  put("visitor", visitor());
  cookie(known, LONGEST_S);
}

/** Be somebody new from now on. */
export function forget() {
  known = null;
  cookie("", 0);
}

const fromCookie = safely(() => (document.cookie.split(NAME)[1] || "").split(";")[0]);

const cookie = safely((value, seconds) => {
  const domain = asked("cookie-domain");
  document.cookie =
    NAME + value + ";path=/;samesite=lax;max-age=" + seconds +
    (domain ? ";domain=" + domain : "") + (location.protocol == "https:" ? ";secure" : "");
});
