// What the page has marked, until the file is here that measures it.
import { attribute } from "./attribute.js";
import { record } from "./events.js";
import { joined, load } from "./files.js";
import { every } from "./roots.js";
import { view } from "./view.js";

const MAX_ITEMS = 200;

/** What needs that file: to be measured, or since a click on it has a meaning. */
export const MARKED = "[data-bh-action],[data-bh-quick-add],[data-bh-wishlist]";

const noticed = new WeakSet();

/** Load the file if there is anything for it. */
export function lookForMarked() {
  if (joined.scan) return;
  const found = every(MARKED);
  for (const element of found) noticed.add(element);
  if (found[0]) load("seen");
}

/** What an element that is marked as an action says of itself. */
export const whichOf = (place) => ({ action: attribute(place, "action"), variation: attribute(place, "variation") });

/**
 * The view is left before that file came: all that is known of actions is that they were placed. Where the next view is in the same
 * page, what was not `noticed` by now came with that one.
 */
export function recordUnmeasured(stays) {
  if (joined.scan || view.told) return;
  view.told = true;
  for (const place of every("[data-bh-action]")) {
    const which = whichOf(place);
    const items = [...place.querySelectorAll("[data-bh-item]")]
      .filter((part) => part.closest("[data-bh-action]") == place)
      .map((part) => attribute(part, "item"));
    if (which.action && (!stays || noticed.has(place)))
      record("execute", {
        ...which,
        kind: attribute(place, "kind"),
        campaign: attribute(place, "campaign"),
        items: items.filter(Boolean).slice(0, MAX_ITEMS),
      });
  }
}
