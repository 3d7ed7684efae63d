// When to look: IntersectionObserver tells what comes and goes, and after anything that may have changed what is seen
// (scrolling, styles, things moving, loading, closing) the elements in view are looked at again, at most ten times a second.
import { count, impressions, judge } from "./impressions.js";
import { later, listen, lit, safely } from "./safely.js";
import { sight } from "./sight.js";

const PACE_MS = 100;
const CHANGES = "scroll resize load transitionend animationend toggle click change fullscreenchange";

const boxes = new Map(); // by element
const near = new Set();
let scanPage;
let dirty;
let timer;

const observer = new IntersectionObserver(
  safely((entries) => {
    const changed = new Set();
    for (const entry of entries) {
      const box = boxes.get(entry.target);
      near.delete(box);
      if (!box) continue;
      // An item is delivered once; how long is of interest for the whole only.
      if (!box.whole && box.impression.seen.has(box.item)) continue;
      if (entry.isIntersecting) near.add(box);
      const [fraction, why] = lit() ? sight(entry, box.ghost) : [0];
      box.fraction = fraction;
      box.area = entry.boundingClientRect.width * entry.boundingClientRect.height;
      box.why = why || box.why;
      changed.add(box.impression);
    }
    for (const impression of changed) judge(impression, lookAgain);
  }),
  // The second one tells an element that touches the edge from one that is a hair's breadth inside.
  { threshold: [0, 1e-9, 0.3, 0.5, 1] },
);

/** Watch an element as a box of an impression. */
export function watch(element, impression) {
  let box = boxes.get(element);
  if (!box || box.impression != impression) {
    if (box) unwatch(box);
    boxes.set(element, (box = { element, impression, fraction: 0 }));
    impression.boxes.add(box);
    observer.observe(element);
  }
  return box;
}

/** Watch it no longer, and let its impression know. */
export function unwatch(box) {
  observer.unobserve(box.element);
  boxes.delete(box.element);
  near.delete(box);
  box.impression.boxes.delete(box);
  judge(box.impression, lookAgain);
}

/** A look at every box, or at those in view: observing anew makes the browser report after its next layout, at no cost of ours. */
function lookAgain(everywhere) {
  for (const box of everywhere ? boxes.values() : near) {
    observer.unobserve(box.element);
    observer.observe(box.element);
  }
}

/** Look soon, because something may have changed; also for new elements if the document itself did. */
export function lookSoon(changed) {
  dirty = dirty || changed;
  if (!timer && (dirty || near.size))
    timer = later(() => {
      timer = 0;
      if (dirty) scanPage();
      dirty = false;
      lookAgain();
    }, PACE_MS);
}

/** The tab came into view, or went out of it: nothing is seen in a hidden tab, and no observer says so. */
export function tabChanged() {
  for (const impression of impressions.values()) {
    count(impression);
    if (lit()) impression.lit = true;
    else for (const box of impression.boxes) box.fraction = 0;
    judge(impression, lookAgain);
  }
  lookAgain(true);
}

/** Watch nothing any more. */
export function unwatchAll() {
  observer.disconnect();
  boxes.clear();
  near.clear();
}

/** Start: look when the page changes, and call `scan` when there may be new elements. */
export function startWatching(scan) {
  scanPage = scan;
  listen(window, CHANGES, () => lookSoon());
  new MutationObserver(safely(() => lookSoon(true))).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["class", "style", "hidden", "open", "data-bh-action", "data-bh-variation", "data-bh-item"],
  });
}
