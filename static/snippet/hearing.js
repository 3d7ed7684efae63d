// Clicks and what leads to them, heard from the start and before the page can stop them; what they mean is known in a file that may
// come later. What the page may have changed by then is noted down at once.
import { attribute } from "./attribute.js";
import { record } from "./events.js";
import { ask, joined } from "./files.js";
import { MARKED, whichOf } from "./marked.js";
import { every } from "./roots.js";
import { listen } from "./safely.js";
import { DISABLED, ON } from "./states.js";

const CONTROLS = "[data-bh-quick-add],[data-bh-wishlist],[data-bh-dismiss]";

function hear(event) {
  if (!event.isTrusted || (event.key && event.key != "Escape")) return;
  const path = event.composedPath().filter((node) => node.getAttribute);
  if (joined.hear) joined.hear(event, path);
  else if (path.some((node) => node.matches(MARKED))) {
    const shown = every("[data-bh-action]").filter((place) => place.getClientRects()[0]);
    ask("seen", "hear", [event, path, [every(DISABLED), every(ON), shown]], () => recordPlainly(event, path));
  }
}

// The view is left before that file came. On a link that was a click, whatever else it may have been.
function recordPlainly({ type }, path) {
  const place = path.find((node) => attribute(node, "action"));
  const thing = path.find((node) => attribute(node, "item"));
  if (place && type == "click" && !path.some((node) => node.matches(CONTROLS)))
    record("click", { ...whichOf(place), item: thing && attribute(thing, "item") });
}

/** Start to hear. */
export const startHearing = () => listen(window, "pointerdown pointerup click auxclick keydown", hear);
