// Who this browser is: a random id in a first-party cookie, which the shop's server can read, and a copy beside it.
import { newId } from "./ids.js";
import { safely } from "./safely.js";
import { get, lasting, put } from "./shelf.js";
import { asked, doc } from "./tag.js";

const NAME = "beheld_visitor=";
const LONGEST_S = 34560000; // 400 days: browsers allow no more
let known;

const written = safely(() => doc.cookie.split(NAME)[1]?.split(";")[0]);

const write = safely((id, seconds) => {
  doc.cookie =
    NAME + id + ";path=/;samesite=lax;max-age=" + seconds + ";domain=" + (asked("cookie-domain") || "") +
    (location.protocol == "https:" ? ";secure" : "");
});

/** This visitor's id. What an earlier visit left is looked for only where that is allowed. */
export const visitor = () => (known ||= (lasting && (written() || get("visitor"))) || newId());

/** Keep the id in this browser. */
export function remember() {
  put("visitor", visitor());
  write(known, LONGEST_S);
}

/** Be somebody new from now on. */
export function forget() {
  known = 0;
  write("", 0);
}
