// Actions and their items in the page's own HTML.
import { attribute } from "../snippet/attribute.js";
import { core } from "../snippet/core.js";
import { impressions, inPieces, watchAction } from "./impressions.js";
import { every, nearest } from "./tree.js";
import { approach, tidy } from "./watching.js";

const APP_SETTLES_MS = 1000;
const MAX_WAITS = 20;

// In a single-page app the elements of the view before are there for a moment longer. Those that stay count again. What nobody
// had looked at when the view began came with it.
let leftovers = new Set();
let known = new WeakSet();

const marked = () => every("[data-bh-action]");

/** Begin a view in which nothing is executed yet. `restored`: the page is new, or back as it was; nothing in it is left over. */
export function clearImpressions(restored) {
  const old = (leftovers = new Set(restored ? [] : marked().filter((element) => known.has(element))));
  known = new WeakSet();
  tidy(true);
  impressions.clear();
  let waits = MAX_WAITS;
  const settle = () => {
    // On the way back Turbo has the new address at once, and says that it is busy until the page has come.
    if (document.querySelector("html[aria-busy=true]") && waits--) return core.later(settle, APP_SETTLES_MS);
    old.clear();
    core.lookSoon(true);
  };
  core.later(settle, APP_SETTLES_MS);
}

/** Find what is new in the page, and what is gone from it. */
export function scan() {
  tidy();
  for (const element of marked()) if (!leftovers.has(element) && attribute(element, "action")) execute(element);
  approach(true);
}

/** The impression of an element that is marked as an action. It is executed now, if it was not before. */
export function execute(place) {
  const action = attribute(place, "action");
  const variation = attribute(place, "variation");
  const name = action + "\n" + variation;
  const impression = impressions.get(name) || {
    which: { action, variation },
    kind: attribute(place, "kind"),
    place,
    placed: core.clock(),
    everVisible: !document.hidden,
    items: new Map(),
    seen: new Set(),
    max: 0,
    visible: 0,
    longest: 0,
  };
  const { items } = impression;
  const isNew = !impressions.has(name);
  const told = items.size;
  const parts = []; // the elements of its items: [element, item]
  impressions.set(name, impression);
  known.add(place);
  for (const part of [place, ...every("[data-bh-item]", place)]) {
    const item = attribute(part, "item");
    const group = attribute(part, "group");
    if (!item || nearest(part, "[data-bh-action]") != place) continue;
    if (!items.has(item)) items.set(item, group ? { item, group } : item);
    parts.push([part, item]);
  }
  watchAction(impression, place, parts);
  // An endless list grows and grows: each item is told once.
  if (isNew || items.size > told)
    inPieces([...items.values()].slice(told), (piece, nth) =>
      core.record("execute", {
        ...impression.which,
        kind: impression.kind,
        campaign: attribute(place, "campaign"),
        items: piece,
        first_position: told + nth ? told + nth + 1 : undefined,
      }),
    );
  return impression;
}
