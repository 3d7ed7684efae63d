// Where something would stand for a visitor of the control group: an invisible box that takes no room and catches no clicks.
import { pageHeight } from "../snippet/page_height.js";
import { attribute } from "../snippet/attribute.js";

// The box for each placeholder; for itself too.
const ghosts = new WeakMap();

/** The box in a placeholder: a new one where the page has wiped it away, none where something else stands. */
export function ghostIn(place) {
  const ghost = ghosts.get(place);
  const isEmpty = !place.offsetHeight || (!(place.shadowRoot || place).children[0] && !place.textContent.trim());
  return ghost?.isConnected ? ghost : isEmpty && newGhost(place, attribute(place, "height"));
}

/** A new box at the end of an element, as high as the content would be. It never makes the page longer, and is
 * not clipped by what would be as high as the content. */
export function newGhost(parent, height) {
  const ghost = document.createElement("div");
  let clip;
  for (let box = parent; box && box != document.body; box = box.parentElement)
    if (getComputedStyle(box).overflow != "visible" && box.offsetHeight < (height || 1)) clip = box;
  if (clip) clip.after(ghost);
  else parent.append(ghost);
  ghost.style.cssText = `position:absolute;pointer-events:none;max-width:100%;width:${parent.clientWidth || innerWidth}px`;
  const room = pageHeight() - scrollY - ghost.getBoundingClientRect().top;
  ghost.style.height = Math.max(1, Math.min(height || parent.clientHeight, room)) + "px";
  ghosts.set(parent, ghost).set(ghost, ghost);
  return ghost;
}
