// What was measured of each action until now, and for what was not delivered, why.
import { core } from "../snippet/core.js";
import { pageHeight } from "../snippet/page_height.js";
import { boxesOf, impressions, judge, threshold } from "./impressions.js";
import { named } from "./names.js";
import { areaOf, common } from "./rectangles.js";
import { isShown, lookAfresh } from "./shown.js";
import { because, hidden } from "./visibility.js";
import { tidy } from "./watching.js";

/** Record the totals of this view so far, for each action. */
export function recordEvidence() {
  lookAfresh();
  tidy();
  for (const impression of impressions.values()) {
    const { everVisible, gone } = impression;
    // What came a moment ago was not looked at by now: nobody knows whether it was seen.
    if (everVisible && !gone && boxesOf(impression).every(({ near }) => near == null)) continue;
    judge(impression);
    const { which, max, visible, longest, delivered, used } = impression;
    const evidence = {
      ...which,
      max_fraction: +max.toFixed(4),
      visible_ms: Math.round(visible),
      longest_ms: Math.round(longest),
      ...(delivered || used || reasonOf(impression)),
    };
    core.recordNews("evidence", evidence, impression);
  }
}

/** Each action of this view, with what is watched for it, and why it is not seen if it is not. */
export const explain = () => [...impressions.values()].map((each) => [each, boxesOf(each), reasonOf(each)]);

function reasonOf(impression) {
  // Where it stands twice, the reason is that of the place where it came nearer to being seen.
  const whys = boxesOf(impression)
    .filter(({ whole }) => whole)
    .map(({ why, element }) => why || whereabouts(element, impression.max));
  if (!whys[0]) return because("removed", { after_ms: Math.round(impression.gone - impression.placed) });
  if (!impression.everVisible) return because("tab_hidden");
  const { reason, detail } = whys.find((why) => why.reason != "hidden") || whys[0];
  if (!impression.max) return because(reason, detail);
  // It was seen, but not as much or as long as it asks for.
  return because(reason, {
    ...detail,
    min_fraction: threshold(impression, "min_fraction"),
    min_ms: threshold(impression, "min_ms"),
  });
}

function whereabouts(element, seen) {
  const rect = element.getBoundingClientRect();
  const { left, right, bottom } = rect;
  const top = Math.round(rect.top + scrollY);
  const clip = clipOf(element, rect);
  if (!areaOf(rect)) return hidden(element);
  if (!clip && right > 0 && left < innerWidth) {
    if (top >= core.deepestLine())
      return because("below_fold", { top, deepest: core.deepestLine(), page: pageHeight() });
    if (!isShown(element) || (!seen && bottom > 0 && rect.top < innerHeight)) return hidden(element);
    if (bottom + scrollY > 0) return because("passed", { top, deepest: core.deepestLine() });
  }
  return because("offscreen", { left: Math.round(left), top, by: clip && named(clip) });
}

// The box in which it is scrolled out of sight, or which is fixed to the window: no scrolling of the page would have shown it.
function clipOf(element, rect) {
  for (let box = element; box && box != document.body; box = box.parentElement) {
    const { overflow, position } = getComputedStyle(box);
    const apart = !areaOf(common(rect, box.getBoundingClientRect()));
    if (position == "fixed" || (apart && overflow != "visible")) return box;
  }
}
