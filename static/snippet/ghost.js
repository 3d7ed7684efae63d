// Where something would stand for a visitor of the control group: an invisible box that takes no room and catches no clicks.

const ghosts = new WeakMap();

/** Whether an element is such a box, or has one. */
export const haunted = (element) => ghosts.has(element);

/** The box in an empty placeholder, as high as the content would be. */
export function ghostIn(placeholder, height) {
  if (!haunted(placeholder)) ghosts.set(placeholder, newGhost(placeholder, height));
  return ghosts.get(placeholder);
}

/** A new box at the end of an element. It never makes the page longer. */
export function newGhost(parent, height) {
  const ghost = parent.appendChild(document.createElement("div"));
  ghosts.set(ghost, ghost);
  ghost.style.cssText = "position:absolute;pointer-events:none;max-width:100%;width:" + parent.clientWidth + "px";
  const room = document.documentElement.scrollHeight - scrollY - ghost.getBoundingClientRect().top;
  ghost.style.height = Math.max(1, Math.min(height, room)) + "px";
  return ghost;
}
