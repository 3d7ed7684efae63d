// Is it really visible to the visitor? IntersectionObserver reports what is inside the visible area, but it takes for visible
// what is transparent, hidden, empty or covered, and what only touches the edge. So the page itself is tested.
import { named } from "./names.js";
import { isAbove, overlayAt } from "./overlays.js";
import { areaOf, common, contains } from "./rectangles.js";
import { contentsOf, covers, hiddenBy, isShown, onceInALook } from "./shown.js";
import { holds, nearest, parentOf } from "./tree.js";

const STEPS = [1, 3, 5];
const MAX_PARTS = 20;

/** A reason, with its detail. */
export const because = (reason, detail) => ({ reason, detail });

/** Why an element is invisible that has such a style, or no size. */
export const hidden = (element, by) => because("hidden", { by: by || hiddenBy(element) });

// What the screen shows of the page: less than the window, where the visitor has zoomed in.
const screenful = onceInALook(() => {
  const { offsetLeft = 0, offsetTop = 0, width = innerWidth, height = innerHeight } = window.visualViewport || {};
  return new DOMRect(offsetLeft, offsetTop, width, height);
});

// Nothing of it is ever hit, so that whatever is hit around it says nothing.
const isUntouchable = (element) =>
  getComputedStyle(element).pointerEvents == "none" ||
  nearest(element, "[inert]") ||
  document.querySelector("dialog[open]");

// What hides an element at a point, if anything does: something over it, or what it stands in if nothing of it is there.
function coverAt(element, x, y, box) {
  const root = element.getRootNode();
  // Mostly it is the element itself, and to ask for the uppermost layer only is much quicker.
  const top = root.elementFromPoint(x, y);
  if (!holds(element, top) || !isShown(top)) {
    const layers = root.elementsFromPoint(x, y);
    const at = layers.findIndex((layer) => holds(element, layer) && isShown(layer));
    for (const layer of layers) {
      if (layer == layers[at]) break;
      if (holds(element, layer)) continue;
      const around = holds(layer, element);
      if (around && at < 0) {
        if (isUntouchable(box.element)) break;
        return layer;
      }
      // What it stands in is beneath it. But what that draws over its content is hit too, and then it is hit twice.
      // What is never hit itself may well lie in front of what is.
      if (
        around && layers.lastIndexOf(layer) > at
          ? covers(layer, x, y, true)
          : (box.ghost ? floats(layer, element) : at >= 0 || !isAbove(element, layer)) && covers(layer, x, y)
      )
        return layer;
    }
  }
  // Firefox tells of a shadow root's own elements only.
  if (root.host) return coverAt(root.host, x, y, box);
  if (!box.settled) return overlayAt(element, x, y, box.ghost);
}

function floats(layer, element) {
  for (; !holds(layer, element); layer = parentOf(layer))
    if (/fixed|sticky/.test(getComputedStyle(layer).position)) return true;
}

// Points in what is to be seen of an element: the middle of each box and line, and along the outline of each shape.
function* pointsOf(element, kind, seen) {
  const isWithin = (part) => [...part.getClientRects()].some((rect) => areaOf(common(rect, seen)));
  for (const part of contentsOf(element, kind, isWithin)) {
    for (const rect of part.getClientRects()) {
      const { left, top, width, height } = common(rect, seen);
      if (width && height) yield [left + width / 2, top + height / 2];
    }
    if (part.getPointAtLength && part.getClientRects()[0])
      for (const step of STEPS) {
        const { x, y } = part.getPointAtLength((part.getTotalLength() * step) / 7).matrixTransform(part.getScreenCTM());
        if (contains(seen, x, y)) yield [x, y];
      }
  }
}

/**
 * How much of a box is seen, of the most that could be seen at once, and if nothing is, why: [fraction, why]. `all` and `inside`
 * are its rectangle and that part of it which nothing around it clips. The visible part is probed at nine points; for an item, of
 * which only matters whether it is seen, up to the first that is free. A ghost stands for something that would push the page down:
 * what flows beneath it does not cover it, what floats does.
 */
export function measureVisibility(box, all, inside) {
  const { impression, whole, ghost, settled } = box;
  // Words without a box are watched by what they stand in.
  const element = holds(box.element, box.of) ? box.of : box.element;
  const shown = screenful();
  const seen = common(inside, shown);
  if (!areaOf(seen))
    return [
      0,
      areaOf(inside) ? because("offscreen", { left: Math.round(all.left), top: Math.round(scrollY + all.top) }) : 0,
    ];
  if (!isShown(element)) return [0, hidden(element)];
  const points = () => pointsOf(element, impression.kind, seen);
  if (!ghost && !settled && points().next().done) return [0, hidden(element, "empty")];
  let free = 0;
  let cover;
  let hole;
  const probe = (x, y) => {
    const top = coverAt(element, x, y, box);
    if (!top) free++;
    else if (holds(top, element)) hole = top;
    else cover = top;
  };
  for (const x of STEPS)
    for (const y of STEPS)
      if (whole || !free) probe(seen.left + (seen.width * x) / 6, seen.top + (seen.height * y) / 6);
  // Lines and thin shapes leave most of their box empty.
  let tries = MAX_PARTS;
  if (hole && !free) for (const point of points()) if (tries-- && !free) probe(...point);
  if (free)
    return [
      Math.min(1, (areaOf(seen) * free) / 9 / Math.min(all.width, shown.width) / Math.min(all.height, shown.height)),
    ];
  return [0, cover ? because("covered", { by: named(cover) }) : hidden(element)];
}
