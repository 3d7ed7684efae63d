// What kind of device this is.

/** Whether fingers are its pointer. */
export const touches = () => matchMedia("(pointer:coarse)").matches;

/** "mobile", "tablet" or "desktop". */
export const deviceOf = () =>
  touches() ? (Math.min(screen.width, screen.height) < 600 ? "mobile" : "tablet") : "desktop";
