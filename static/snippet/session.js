// When the visitor's session began, for those actions that are capped per session. The collector draws its own conclusion.
import { get, put } from "./shelf.js";

const GAP_MS = 1800000;

/** The session goes on, or a new one begins; when it began. */
export function touchSession() {
  const now = Date.now();
  const [began, latest] = (get("session") || "").split(" ");
  const start = now - latest < GAP_MS ? began : now;
  put("session", start + " " + now);
  return start;
}
