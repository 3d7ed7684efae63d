// What was measured of each action until now, and for what was not delivered, why.
import { deepest, pageHeight } from "./attention.js";
import { record } from "./events.js";
import { asks, count, impressions } from "./impressions.js";
import { hidden, shown } from "./sight.js";
import { named } from "./text.js";

/** Record the totals of this view so far, for each action; the same twice is not said again. */
export function giveEvidence() {
  for (const impression of impressions.values()) {
    if (!impression.boxes.size) continue; // nothing to measure: a ghost without a place
    count(impression);
    const evidence = {
      ...impression.which,
      max_fraction: +impression.max.toFixed(4),
      visible_ms: Math.round(impression.visible),
      longest_ms: Math.round(impression.longest),
      ...(impression.delivered || impression.used || reasonOf(impression)),
    };
    const text = JSON.stringify(evidence);
    if (text != impression.told) record("evidence", evidence);
    impression.told = text;
  }
}

function reasonOf(impression) {
  if (impression.gone) return { reason: "removed", detail: { after_ms: Math.round(impression.gone - impression.placed) } };
  if (!impression.lit) return { reason: "tab_hidden" };
  // Where it stands twice, the place where it came nearer to being seen says why.
  const whys = [...impression.boxes].filter((box) => box.whole).map((box) => box.why || whereabouts(box.element));
  const why = whys.find(({ reason }) => reason != "hidden") || whys[0];
  return impression.max ? { ...why, detail: { ...why.detail, ...asks(impression) } } : why;
}

function whereabouts(element) {
  const rect = element.getBoundingClientRect();
  const top = Math.round(rect.top + scrollY);
  const clip = clipper(element, rect);
  const aside = { reason: "offscreen", detail: { left: Math.round(rect.left), top, by: clip && named(clip) } };
  if (!(rect.width * rect.height)) return hidden(element);
  if (clip || rect.right <= 0 || rect.left >= innerWidth) return aside;
  if (top >= deepest) return { reason: "below_fold", detail: { top, deepest, page: pageHeight() } };
  if (!shown(element)) return hidden(element);
  return rect.bottom > 0 && rect.top < innerHeight ? { reason: "tab_hidden" } : aside;
}

// The box in which it is scrolled out of sight; itself, if it is fixed to the window.
function clipper(element, rect) {
  if (getComputedStyle(element).position == "fixed") return element;
  for (let box = element.parentElement; box && box != document.body; box = box.parentElement) {
    const edge = box.getBoundingClientRect();
    const apart = rect.right <= edge.left || rect.left >= edge.right || rect.bottom <= edge.top || rect.top >= edge.bottom;
    if (apart && getComputedStyle(box).overflow != "visible") return box;
  }
}
