// Is it really visible to the visitor? IntersectionObserver reports what is inside the visible area, but it takes for visible
// what is transparent, hidden or covered, and what only touches the edge. So the page itself is tested.
import { named } from "./text.js";

const STEPS = [1, 3, 5];
const PICTURES = /^(img|video|canvas|iframe|embed|object)$/;
const SEE_THROUGH = /^rgba.*, 0\)$|\/ 0\)$/;

/** A reason, with its detail. */
export const because = (reason, detail) => ({ reason, detail });

/** Whether styles leave the element visible: none of display, visibility, opacity or content-visibility hides it. */
export const isShown = (element) =>
  element.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) ?? !(undrawn(element) || faded(element));

/** Why an element is invisible that has such a style, or no size. */
export const hidden = (element) =>
  because("hidden", { by: undrawn(element) || (isShown(element) ? "size" : "opacity") });

const undrawn = (element) =>
  !element.getClientRects()[0] ? "display" : getComputedStyle(element).visibility != "visible" && "visibility";

// Safari asks itself since version 17.4 only.
const faded = (element) => element && (getComputedStyle(element).opacity == 0 || faded(element.parentElement));

// What hides the element at a point, if anything does. What cannot be seen itself covers nothing.
function coverAt(element, x, y, ghost) {
  const root = element.getRootNode();
  // Mostly it is the element itself, and to ask for the uppermost layer only is much quicker.
  const top = root.elementFromPoint(x, y);
  if (element.contains(top) && isShown(top)) return;
  let veil; // what it has at this point, but transparent
  for (const layer of root.elementsFromPoint(x, y))
    if (!isShown(layer)) veil ||= element.contains(layer) && layer;
    else if (layer == element) return veil && isEmpty(element) ? veil : undefined;
    else if (element.contains(layer)) return;
    else if (layer.contains(element)) return getComputedStyle(element).pointerEvents == "none" ? undefined : layer;
    else if (ghost ? floats(layer, element) : paints(layer)) return layer;
}

// Nothing of its own to be seen: neither paint nor words.
const isEmpty = (element) => !paints(element) && ![...element.childNodes].some(({ data }) => data?.trim());

function paints(layer) {
  const { backgroundColor, backgroundImage } = getComputedStyle(layer);
  return (
    backgroundImage != "none" ||
    !SEE_THROUGH.test(backgroundColor) ||
    PICTURES.test(layer.localName) ||
    !(layer instanceof HTMLElement)
  );
}

function floats(layer, element) {
  for (; !layer.contains(element); layer = layer.parentElement)
    if (/fixed|sticky/.test(getComputedStyle(layer).position)) return true;
}

/**
 * How much of an element is seen, of the most that could be seen at once, and if nothing is, why: [fraction, why].
 * The visible part is probed at nine points; for an item, of which only matters whether it is seen, up to the first that is
 * free. A ghost stands for something that would push the page down: what flows beneath it does not cover it, what floats does.
 */
export function measureVisibility(
  { target, intersectionRect: seen, boundingClientRect: all, rootBounds },
  { whole, ghost },
) {
  const { width, height } = rootBounds || { width: innerWidth, height: innerHeight };
  const area = seen.width * seen.height;
  if (!area) return [0];
  if (!isShown(target)) return [0, hidden(target)];
  let free = 0;
  let cover;
  for (const x of STEPS)
    for (const y of STEPS)
      if (whole || !free) {
        const top = coverAt(target, seen.x + (seen.width * x) / 6, seen.y + (seen.height * y) / 6, ghost);
        if (top) cover = top;
        else free++;
      }
  if (free) return [Math.min(1, (area * free) / 9 / Math.min(all.width, width) / Math.min(all.height, height))];
  if (target.contains(cover)) return [0, hidden(cover)];
  return [0, cover.contains(target) ? hidden(target) : because("covered", { by: named(cover) })];
}
