// What becomes of each action of this view: how much of it is seen for how long, and when that makes it delivered.
import { record } from "./events.js";
import { later, lit } from "./safely.js";
import { settings } from "./settings.js";

const LARGE_PX = 242500; // from this size on 30 % in view is enough, as it is for advertisements

/** The impressions of this view, by action and variation. */
export const impressions = new Map();

/** The impression of an action, made if there was none. The action may stand in several places: its boxes. */
export function impressionOf(action, variation) {
  const name = action + "\n" + variation;
  const now = performance.now();
  if (!impressions.has(name))
    impressions.set(name, {
      which: { action, variation: variation || undefined },
      boxes: new Set(),
      items: new Map(),
      seen: new Set(),
      placed: now,
      looked: now,
      lit: lit(),
      fraction: 0,
      max: 0,
      visible: 0,
      longest: 0,
      run: 0,
    });
  return impressions.get(name);
}

/** Count the time since the last look: what was seen then was seen until now. */
export function count(impression) {
  const now = performance.now();
  const passed = now - impression.looked;
  impression.looked = now;
  if (impression.fraction) impression.visible += passed;
  impression.run = impression.fraction && impression.fraction >= impression.enough ? impression.run + passed : 0;
  impression.longest = Math.max(impression.longest, impression.run);
}

/** Draw the conclusions from a new look at its boxes; `lookAgain` is called when waiting is all that is missing. */
export function judge(impression, lookAgain) {
  count(impression);
  impression.fraction = 0;
  for (const box of impression.boxes)
    if (box.whole && box.fraction > impression.fraction) {
      impression.fraction = box.fraction;
      impression.enough = box.area < LARGE_PX ? 0.5 : 0.3;
    }
  impression.max = Math.max(impression.max, impression.fraction);
  if (lasted(impression, lookAgain) || impression.delivered) deliver(impression);
}

/** What it takes to be delivered: as its element says, else as the site says, else any area for any time. */
export const asks = (impression) => ({ min_fraction: 0, min_ms: 0, ...settings.thresholds, ...impression.asks });

function lasted(impression, lookAgain) {
  const { min_fraction, min_ms } = asks(impression);
  if (!impression.fraction || impression.fraction < min_fraction) return (impression.since = 0);
  impression.since = impression.since || impression.looked;
  const missing = impression.since + min_ms - impression.looked;
  if (missing > 0 && !impression.delivered) later(lookAgain, missing);
  return missing <= 0;
}

// Items are delivered one by one, as they come into view, and once each, however many copies a carousel makes.
function deliver(impression) {
  const items = [];
  for (const { item, fraction } of impression.boxes)
    if (item && fraction && !impression.seen.has(item)) {
      impression.seen.add(item);
      items.push(impression.items.get(item));
    }
  if (impression.delivered && !items.length) return;
  impression.delivered = true;
  record("deliver", { ...impression.which, items: items.length ? items : undefined });
}
