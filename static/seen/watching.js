// When to look. IntersectionObserver reports what comes and goes; after anything else that may change what is seen (scrolling,
// styles, things moving, loading, closing) the elements in view are looked at again, at most ten times a second. Much happens to a
// page that it tells nobody: while something in view is still unseen, it is looked at once more from time to time.
import { core } from "../snippet/core.js";
import { STYLES } from "../snippet/styles.js";
import { areaOf, common } from "./rectangles.js";
import { lookAfresh } from "./shown.js";
import { holds, rangeOf } from "./tree.js";
import { measureVisibility } from "./visibility.js";

const { isVisible, listen, lookSoon } = core;

const FRESH_MS = 100;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 8000;
const CHANGES = "scroll load transitionend animationend toggle click change";
const HINTS = "pointerover focusin";
const FAR = 3; // in heights of the window

/** What is watched, by element: whose it is, and how much of it is seen. */
export const boxes = new Map();

let looked;
let approached;
let unseen; // whether something in view was not seen by the last look
let wait = FIRST_WAIT_MS;
let heart;

// An item is delivered once; how long is of interest for the whole only.
const isDone = ({ whole, item, impression }) => (whole ? impression.delivered : impression.seen.has(item));

// How much of a box is seen now, and why it is not.
function measure(box, all, inside) {
  if (!box.near || !isVisible()) return [0];
  if (box.of != box.element && holds(box.element, box.of)) {
    all = rangeOf(box.of).getBoundingClientRect();
    inside = common(all, inside);
  } else if (box.element.ownerSVGElement && !areaOf(all)) {
    // WebKit's observer takes shapes for points.
    all = inside = box.element.getBoundingClientRect();
  }
  return measureVisibility(box, all, inside);
}

const observer = new IntersectionObserver(
  core.safely((entries) => {
    const changed = new Set();
    lookAfresh(FRESH_MS); // as one scrolls this happens in each frame
    for (const { target, isIntersecting, boundingClientRect, intersectionRect } of entries) {
      const box = boxes.get(target);
      if (!box) continue;
      // Items that come into view as one scrolls are looked at with all else in a moment, not in each frame that shows more of them.
      if (!box.whole && !box.due && isIntersecting) {
        box.near = true;
        lookSoon();
        continue;
      }
      box.due = false;
      box.settled = isDone(box);
      box.near = isIntersecting && target.isConnected && (box.whole || !box.settled);
      const [fraction, why] = measure(box, boundingClientRect, intersectionRect);
      Object.assign(box, { fraction, why: why || box.why, area: areaOf(boundingClientRect) });
      if (box.near && (box.whole || !fraction)) sizes?.observe(target);
      else if (box.settled && !box.whole) ignore(box);
      if (box.near && box.whole && !box.itemsAreWatched) approached(box);
      changed.add(box.impression);
    }
    changed.forEach(looked);
    beatOn();
  }),
  // The second one distinguishes an element that touches the edge from one that is a hair's breadth inside.
  { threshold: [0, 1e-9, 0.3, 0.5, 1] },
);

// What grows out of nothing crosses no threshold. The first report is of the size that it has.
const sized = new WeakSet();
const sizes =
  window.ResizeObserver &&
  new ResizeObserver((entries) => {
    if (entries.filter(({ target }) => sized.has(target) || !sized.add(target))[0]) lookSoon(unseen);
  });

/**
 * Call the first with each impression of which something was looked at, or that is watched no longer; the second with each box of a
 * whole action that is in view or may soon be: only then its items need to be watched.
 */
export const onLook = (...work) => ([looked, approached] = work);

/** Find what came near meanwhile; or also what is new in that which is near. */
export function approach(anew) {
  for (const box of boxes.values())
    if (
      box.whole &&
      (box.itemsAreWatched ? anew : Math.abs(box.element.getBoundingClientRect().top) < FAR * innerHeight)
    )
      approached(box);
}

/** Watch an element for an impression, and no longer for another. */
export function watch(element, impression, as) {
  const box = boxes.get(element);
  if (box?.impression != impression) {
    if (box) unwatch(box);
    boxes.set(element, { element, impression, due: true });
    observer.observe(element);
  } else if (as.item && box.item && box.item != as.item) box.near = true; // another item is drawn into it: look anew
  Object.assign(boxes.get(element), as);
}

function ignore({ element }) {
  observer.unobserve(element);
  sizes?.unobserve(element);
  boxes.delete(element);
}

function unwatch(box) {
  const { impression } = box;
  ignore(box);
  impression.gone = core.clock();
  looked(impression);
}

/** Let go of what is no longer in the page; or of everything. */
export function tidy(everything) {
  for (const box of boxes.values()) if (everything || !box.element.isConnected) unwatch(box);
}

/** A look at the boxes in view, or at all: to observe anew makes the browser report after its next layout, at no extra cost. */
export function lookAgain(everywhere) {
  for (const box of boxes.values())
    if (box.near || everywhere) {
      box.due = true;
      observer.unobserve(box.element);
      observer.observe(box.element);
    }
}

const unseenInView = () => [...boxes.values()].filter((box) => box.near && !box.fraction && !isDone(box));

/** A look at once, at what was in view and unseen at the last one: the page is about to be left. */
export function lookNow() {
  lookAfresh();
  for (const box of unseenInView()) {
    const all = box.element.getBoundingClientRect();
    [box.fraction] = measure(box, all, all);
    if (box.fraction) looked(box.impression);
  }
}

// Look again at what is in view and unseen, ever less often.
function beatOn() {
  unseen = !!unseenInView()[0];
  if (unseen && isVisible())
    heart ||= core.later(() => {
      heart = 0;
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
      core.searchPage();
      lookAgain();
    }, wait);
}

/** The page may have changed: look again at what is in view. */
export function lookAfter() {
  clearTimeout(heart);
  heart = 0;
  wait = FIRST_WAIT_MS;
  lookAfresh();
  approach();
  lookAgain();
}

/** Start to look when something happens that may change what is seen. */
export function startWatching() {
  core.observeToo(STYLES);
  listen(document, CHANGES, () => lookSoon());
  listen(document, HINTS, () => unseen && lookSoon());
  listen(window, "resize", () => lookSoon());
  if (window.visualViewport) listen(visualViewport, "scroll resize", () => lookSoon());
}
