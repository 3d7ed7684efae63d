// What becomes of each action of this view: how much of it is seen for how long, and when that makes it delivered.
import { core } from "../snippet/core.js";
import { attribute } from "../snippet/attribute.js";
import { ghostIn } from "./ghost.js";
import { partsOf } from "./parts.js";
import { boxes, lookAgain, onLook, watch } from "./watching.js";

const { isVisible } = core;

const MAX_ITEMS = 200;
const LARGE_PX = 242500; // from this size on 30 % in view is enough, as it is for advertisements

/** The impressions of this view, by action and variation. */
export const impressions = new Map();

/** Tell of items as many at once as an event may name, or of none: with each piece comes where it begins. */
export function inPieces(items, tell) {
  let nth = 0;
  do tell(items[0] && items.slice(nth, nth + MAX_ITEMS), nth);
  while ((nth += MAX_ITEMS) < items.length);
}

/** The boxes of an impression: an action may stand in several places, and so may its items. */
export const boxesOf = (impression) => [...boxes.values()].filter((box) => box.impression == impression);

/** What it takes to be delivered: the thresholds of its element, else of the site, else any area for any time. */
export const threshold = ({ place }, name) =>
  +(attribute(place, name.replace("_", "-")) || core.settings().thresholds?.[name] || 0);

/** Draw the conclusions from the time that has passed, and from a new look at the boxes. */
export function judge(impression) {
  const now = core.clock();
  const passed = now - impression.looked || 0;
  const seen = impression.fraction;
  // What was seen at the last look was seen until now.
  if (seen) impression.visible += passed;
  impression.run = seen >= impression.enough ? impression.run + passed : 0;
  impression.longest = Math.max(impression.longest, impression.run);
  impression.looked = now;
  impression.everVisible ||= isVisible();
  impression.fraction = 0;
  for (const { whole, fraction, area } of boxesOf(impression))
    if (whole && fraction > impression.fraction) {
      impression.fraction = fraction;
      impression.enough = area < LARGE_PX ? 0.5 : 0.3;
    }
  impression.max = Math.max(impression.max, impression.fraction);
  const enough = impression.fraction && impression.fraction >= threshold(impression, "min_fraction");
  impression.since = enough ? impression.since || now : 0;
  const missing = impression.since + threshold(impression, "min_ms") - now;
  if (impression.delivered || (impression.since && missing <= 0)) deliver(impression);
  else if (impression.since) core.later(lookAgain, missing);
}

/** The tab came into view, or went out of it: nothing is seen in a hidden tab, and no observer reports it. */
export function tabChanged() {
  for (const box of boxes.values()) if (!isVisible()) box.fraction = 0;
  impressions.forEach(judge);
  lookAgain(true);
}

// Items are delivered one by one, as they come into view, and once each, however many copies a carousel makes.
function deliver(impression) {
  const { which, items, seen, delivered } = impression;
  const fresh = [];
  for (const { item, fraction } of boxesOf(impression))
    if (fraction && item && !seen.has(item)) {
      seen.add(item);
      fresh.push(items.get(item));
    }
  impression.delivered = true;
  if (!delivered || fresh[0]) inPieces(fresh, (items) => core.record("deliver", { ...which, items }));
}

/** Watch an action for its impression: the elements that stand for it in the page, and those of its items: [element, item]. */
export function watchAction(impression, place, parts) {
  // Where nothing stands, a ghost can be watched.
  const ghost = impression.which.variation == "control" && ghostIn(place);
  for (const part of ghost ? [ghost] : partsOf(place))
    watch(part, impression, { whole: true, ghost, of: place, parts });
}

// An item is delivered once: what was seen of it needs no more looks.
function watchItems(box) {
  box.itemsAreWatched = true;
  for (const [of, item] of box.parts)
    if (!box.impression.seen.has(item)) for (const part of partsOf(of)) watch(part, box.impression, { item, of });
}

onLook(judge, watchItems);
