// What stands for an element in the page: mostly its own box. But content may lie beside it: in a portal, afloat, in a shadow root,
// or in what has no box at all.
import { areaOf, common } from "./rectangles.js";
import { nodesIn, parentOf } from "./tree.js";

const isBoxless = (element) => getComputedStyle(element).display == "contents";

// By more than is rounded away.
const isBeside = (one, other) => areaOf(one) > areaOf(common(one, other)) * 1.001;

function partsWithin(element) {
  const all = element.getBoundingClientRect();
  const sized = areaOf(all);
  const spills = sized && getComputedStyle(element).overflow == "visible";
  const beside = [...nodesIn(element)].filter(
    (node) => node.localName && (!sized || (spills && isBeside(node.getBoundingClientRect(), all))),
  );
  return [...(sized ? [element] : []), ...beside.flatMap(partsWithin)];
}

/** The elements to watch for an element: its parent where words stand in it, but no box. */
export function partsOf(element) {
  const parts = partsWithin(element);
  return parts[0] ? parts : [(element.textContent.trim() && isBoxless(element) && parentOf(element)) || element];
}
