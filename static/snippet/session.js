// When the visitor's session began, for those actions that are capped per session. The collector draws its own conclusion.
import { now } from "./safely.js";
import { get, put } from "./storage.js";

const GAP_MS = 1800000;

/** The session goes on, or a new one begins; when it began. */
export function touchSession() {
  const time = now();
  const [began, latest] = (get("session") || "").split(" ");
  const start = time - latest < GAP_MS ? began : time;
  put("session", start + " " + time);
  return start;
}
