// Rectangles as the browser tells them, in pixels of the window.

/** What two rectangles have in common. */
export function common(a, b) {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const width = Math.max(0, Math.min(a.right, b.right) - left);
  const height = Math.max(0, Math.min(a.bottom, b.bottom) - top);
  return { left, top, width, height, right: left + width, bottom: top + height };
}

/** The area of a rectangle. */
export const areaOf = ({ width, height }) => width * height;

/** Whether a point lies in a rectangle. */
export const contains = ({ left, right, top, bottom }, x, y) => left <= x && x <= right && top <= y && y <= bottom;

/** Whether a point lies in one of the boxes of an element. */
export const isAt = (element, x, y) => [...element.getClientRects()].some((rect) => contains(rect, x, y));
