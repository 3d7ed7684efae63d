// Where something would stand for a visitor of the control group: an invisible box that takes no room and catches no clicks.
import { pageHeight } from "../snippet/page_height.js";
import { attribute } from "../snippet/attribute.js";

// The box for each placeholder; for itself too.
const ghosts = new WeakMap();

/** The box in a placeholder: a new one where the page has wiped it away, none where something else stands. */
export function ghostIn(place) {
  const ghost = ghosts.get(place);
  return ghost?.isConnected ? ghost : !place.offsetHeight && newGhost(place, attribute(place, "height"));
}

/** A new box at the end of an element, as high as the content would be. It never makes the page longer, and is not clipped by it. */
export function newGhost(parent, height) {
  const ghost = document.createElement("div");
  if (getComputedStyle(parent).overflow == "visible") parent.append(ghost);
  else parent.after(ghost);
  ghost.style.cssText = `position:absolute;pointer-events:none;max-width:100%;width:${parent.clientWidth}px`;
  const room = pageHeight() - scrollY - ghost.getBoundingClientRect().top;
  ghost.style.height = Math.max(1, Math.min(height || 0, room)) + "px";
  ghosts.set(parent, ghost).set(ghost, ghost);
  return ghost;
}
