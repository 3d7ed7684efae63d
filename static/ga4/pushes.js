// The event in what was pushed: of gtag("event", …), which pushes its arguments, or of a tag manager's {event, ecommerce}.
import { part, word } from "./reading.js";

let held; // ecommerce that was pushed ahead of its event

/** The event in an entry of the layer: [name, parameters]. `isKnown` tells the names that mean anything. */
export function eventIn(entry, isKnown) {
  if (word(entry, 0) == "event") return [word(entry, 1), part(entry, 2)];
  const name = word(entry, "event");
  const own = part(entry, "ecommerce"); // null puts back what was held
  const ecommerce = own === undefined ? held : own;
  if (!name) held = ecommerce;
  else if (isKnown(name)) held = undefined;
  return [name, ecommerce || entry];
}
