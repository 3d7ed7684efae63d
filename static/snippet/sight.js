// Is it really before somebody's eyes? IntersectionObserver says what is inside the visible area, but it takes for visible
// what is transparent, hidden or covered, and what only touches the edge. So the page itself is asked.
import { named } from "./text.js";

const STYLES = { checkOpacity: true, checkVisibilityCSS: true, opacityProperty: true, visibilityProperty: true };
const STEPS = [1 / 6, 1 / 2, 5 / 6];
const PICTURES = /^(img|video|canvas|iframe|embed|object)$/;
const SEE_THROUGH = /^rgba.*, 0\)$|\/ 0\)$/;

/** Whether styles leave the element visible: none of display, visibility, opacity or content-visibility hides it. */
export const shown = (element) => !element.checkVisibility || element.checkVisibility(STYLES);

/** Why an element is invisible that has such a style, or no size. */
export function hidden(element) {
  let by = shown(element) ? "size" : "opacity";
  if (getComputedStyle(element).visibility != "visible") by = "visibility";
  if (!element.getClientRects().length) by = "display";
  return hiddenBy(by);
}

const hiddenBy = (by) => ({ reason: "hidden", detail: { by } });

/**
 * How much of the element is seen, of the most that could be seen at once, and if nothing is, why: [fraction, why].
 * The visible part is probed at nine points. A `ghost` stands for something that would push the page down: what flows
 * beneath it does not cover it, what floats above does.
 */
export function sight({ target, intersectionRect: seen, boundingClientRect: whole, rootBounds }, ghost) {
  const most = rootBounds || { width: innerWidth, height: innerHeight };
  const share = (seen.width / Math.min(whole.width, most.width)) * (seen.height / Math.min(whole.height, most.height));
  if (!(share > 0)) return [0];
  if (!shown(target)) return [0, hidden(target)];
  let free = 0;
  let cover;
  for (const x of STEPS)
    for (const y of STEPS) {
      const top = coverAt(target, seen.left + seen.width * x, seen.top + seen.height * y, ghost);
      if (top) cover = top;
      else free++;
    }
  if (free) return [Math.min(1, (share * free) / 9)];
  return [0, holds(cover, target) ? hiddenBy("clip") : { reason: "covered", detail: { by: named(cover) } }];
}

/** What hides the element at a point, if anything does. What cannot be seen itself covers nothing. */
function coverAt(element, x, y, ghost) {
  const root = element.getRootNode();
  const top = root.elementFromPoint(x, y);
  if (top && holds(element, top) && shown(top)) return;
  for (const layer of root.elementsFromPoint(x, y)) {
    if (!shown(layer)) continue;
    if (holds(element, layer)) return;
    if (holds(layer, element)) return getComputedStyle(element).pointerEvents == "none" ? undefined : layer;
    if (ghost ? floats(layer, element) : paints(layer)) return layer;
  }
}

/** Whether a node is inside an element, also through shadow roots. */
function holds(element, node) {
  while (node && node != element) node = node.parentNode || node.host;
  return node;
}

function paints(layer) {
  const style = getComputedStyle(layer);
  return (
    !(layer instanceof HTMLElement) ||
    PICTURES.test(layer.localName) ||
    style.backgroundImage != "none" ||
    !SEE_THROUGH.test(style.backgroundColor)
  );
}

function floats(layer, element) {
  for (; layer && !holds(layer, element); layer = layer.parentElement)
    if (/fixed|sticky/.test(getComputedStyle(layer).position)) return true;
}
