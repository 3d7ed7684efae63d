// When to look. IntersectionObserver reports what comes and goes; after anything else that may change what is seen (scrolling,
// styles, things moving, loading, closing) the elements in view are looked at again, at most ten times a second.
import { clock, later, listen, isVisible, safely } from "./safely.js";
import { measureVisibility } from "./visibility.js";
import { doc } from "./script_tag.js";

const PACE_MS = 100;
const CHANGES = "scroll load transitionend animationend toggle click change";

/** What is watched, by element: whose it is, and how much of it is seen. */
export const boxes = new Map();

let looked;
let scanPage;
let dirty;
let timer;

const observer = new IntersectionObserver(
  safely((entries) => {
    const changed = new Set();
    for (const entry of entries) {
      const box = boxes.get(entry.target);
      if (!box) continue;
      const { width, height } = entry.boundingClientRect;
      // An item is delivered once; how long is of interest for the whole only.
      box.near = entry.isIntersecting && entry.target.isConnected && (box.whole || !box.impression.seen.has(box.item));
      const [fraction, why] = box.near && isVisible() ? measureVisibility(entry, box) : [0];
      box.fraction = fraction;
      box.area = width * height;
      box.why = why || box.why;
      changed.add(box.impression);
    }
    changed.forEach(looked);
  }),
  // The second one distinguishes an element that touches the edge from one that is a hair's breadth inside.
  { threshold: [0, 1e-9, 0.3, 0.5, 1] },
);

/** Call `work` with each impression of which something was looked at, or that is watched no longer. */
export const onLook = (work) => (looked = work);

/** Watch an element for an impression, and no longer for another. */
export function watch(element, impression, as) {
  const box = boxes.get(element);
  if (box?.impression != impression) {
    if (box) unwatch(box);
    boxes.set(element, { element, impression });
    observer.observe(element);
  }
  Object.assign(boxes.get(element), as);
}

function unwatch({ element, impression }) {
  observer.unobserve(element);
  boxes.delete(element);
  impression.gone = clock();
  looked(impression);
}

/** Let go of what is no longer in the page; or of everything. */
export function tidy(everything) {
  for (const box of boxes.values()) if (everything || !box.element.isConnected) unwatch(box);
}

/** A look at the boxes in view, or at all: to observe anew makes the browser report after its next layout, at no extra cost. */
export function lookAgain(everywhere) {
  for (const { element, near } of boxes.values())
    if (near || everywhere) {
      observer.unobserve(element);
      observer.observe(element);
    }
}

/** Look soon, because something may have changed; also for new elements if the document itself did. */
export function lookSoon(changed) {
  dirty ||= changed;
  timer ||= later(() => {
    const changed = dirty;
    timer = dirty = 0;
    lookAgain();
    if (changed) scanPage();
  }, PACE_MS);
}

/** Start: look when things change, and call `scan` when there may be new elements. */
export function startWatching(scan) {
  scanPage = scan;
  listen(doc, CHANGES, () => lookSoon());
  listen(window, "resize", () => lookSoon());
  new MutationObserver(() => lookSoon(true)).observe(doc, {
    subtree: true,
    childList: true,
    attributeFilter: ["class", "style", "hidden", "open", "data-bh-action", "data-bh-variation", "data-bh-item"],
  });
}
