// What stands for an element in the page: mostly its own box. But content may lie beside it: in a portal, afloat, in a shadow root,
// or in what has no box at all.
import { areaOf } from "./rectangles.js";
import { nodesIn, parentOf } from "./tree.js";

const isBoxless = (element) => getComputedStyle(element).display == "contents";

const isBeside = (a, b) => a.left < b.left - 1 || a.top < b.top - 1 || a.right > b.right + 1 || a.bottom > b.bottom + 1;

function partsWithin(element) {
  const all = element.getBoundingClientRect();
  const sized = areaOf(all);
  const spills = !sized || getComputedStyle(element).overflow == "visible";
  const beside = spills
    ? [...nodesIn(element)].filter((node) => {
        const rect = node.localName && node.getBoundingClientRect();
        return rect && (!sized || (areaOf(rect) && isBeside(rect, all)));
      })
    : [];
  return [...(sized ? [element] : []), ...beside.flatMap(partsWithin)];
}

/** The elements to watch for an element: its parent where words stand in it, but no box. */
export function partsOf(element) {
  const parts = partsWithin(element);
  return parts[0] ? parts : [(element.textContent.trim() && isBoxless(element) && parentOf(element)) || element];
}
