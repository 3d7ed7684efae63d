// When the visitor's session began, for what happens once or is capped per session. The collector draws its own conclusion.
import { now } from "./safely.js";
import { get, put } from "./storage.js";

const GAP_MS = 1800000;
const ROUGHLY_MS = 1000;

/** [When the session of now began, "new" if it is the visitor's first one]. */
export function session() {
  const time = now();
  const [began, latest, first] = (get("session") || "").split(" ");
  return time - latest < GAP_MS ? [began, first, latest] : [time, latest ? "" : "new"];
}

/** The session goes on, or a new one begins; when it began. */
export function touchSession() {
  const [start, first, latest] = session();
  if (!(now() - latest < ROUGHLY_MS)) put("session", start + " " + now() + " " + first);
  return start;
}
