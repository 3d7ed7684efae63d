// Rectangles as the browser tells them, in pixels of the window.

/** What two rectangles have in common. */
export function common(a, b) {
  const x = Math.max(a.left, b.left);
  const y = Math.max(a.top, b.top);
  return new DOMRect(x, y, Math.max(0, Math.min(a.right, b.right) - x), Math.max(0, Math.min(a.bottom, b.bottom) - y));
}

/** The area of a rectangle. */
export const areaOf = ({ width, height }) => width * height;

/** Whether a point lies in a rectangle. */
export const contains = ({ left, right, top, bottom }, x, y) => left <= x && x <= right && top <= y && y <= bottom;
