// Where something would stand for a visitor of the control group: an invisible box that takes no room and catches no clicks.
import { pageHeight } from "./attention.js";
import { doc } from "./script_tag.js";

/** The box for each placeholder; for itself too. */
export const ghosts = new WeakMap();

/** A new box at the end of an element, as high as the content would be. It never makes the page longer. */
export function newGhost(parent, height) {
  const ghost = parent.appendChild(doc.createElement("div"));
  ghost.style.cssText = `position:absolute;pointer-events:none;max-width:100%;width:${parent.clientWidth}px`;
  const room = pageHeight() - scrollY - ghost.getBoundingClientRect().top;
  ghost.style.height = Math.max(1, Math.min(height || 0, room)) + "px";
  ghosts.set(parent, ghost).set(ghost, ghost);
  return ghost;
}
