// What lies over the page and lets clicks through (splash screens, loaders) is never hit: it has to be looked for.
import { core } from "../snippet/core.js";
import { covers, isPaintedOver, isVeiled } from "./shown.js";
import { holds, nodesIn, parentOf } from "./tree.js";

const { clock } = core;

const BENEATH = -0.5; // what is not positioned lies between what is at -1 and at 0
const MAX_AGE_MS = 500;
const MAX_ELEMENTS = 500; // such things stand near the root of the page

let overlays;
let searched;

function search() {
  const queue = [document.body];
  overlays = [];
  searched = clock();
  for (const element of queue) {
    if (getComputedStyle(element).pointerEvents == "none" && (isPaintedOver(element) || isVeiled(element)))
      overlays.push(element);
    for (const node of nodesIn(element)) if (node.localName && queue.length < MAX_ELEMENTS) queue.push(node);
  }
}

// The layer an element lies in, seen from where its branch of the page leaves that of another.
function layerOf(element, other) {
  let layer = BENEATH;
  for (; element && !holds(element, other); element = parentOf(element)) {
    if (element.matches("dialog[open],[popover]")) return Infinity;
    const { position, zIndex } = getComputedStyle(element);
    if (position != "static" && (zIndex != "auto" || layer == BENEATH)) layer = parseInt(zIndex) || 0;
  }
  return layer;
}

/** Whether an element lies in front of another. */
export function isAbove(one, other) {
  const difference = layerOf(one, other) - layerOf(other, one);
  return difference > 0 || (!difference && other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** What lets clicks through and hides an element at a point. */
export function overlayAt(element, x, y, floating) {
  if (!(clock() - searched < MAX_AGE_MS)) search();
  return overlays.find(
    (overlay) =>
      (!floating || getComputedStyle(overlay).position == "fixed") &&
      !holds(overlay, element) &&
      !holds(element, overlay) &&
      covers(overlay, x, y) &&
      isAbove(overlay, element),
  );
}
