// Draws over the page where each action and each item stands, and what became of it.
import { make } from "./elements.js";

const MAX_BOXES = 200;

// The elements of its items, whether they are watched or not, and those that stand for them: element and item; none for the whole.
const placesOf = (boxes) =>
  new Map([
    ...boxes.flatMap(({ parts }) => parts || []),
    ...boxes.map(({ element, whole, item }) => [element, whole ? undefined : item]),
  ]);

const outlined = ({ name, state, isSeen, impression, boxes }) =>
  [...placesOf(boxes)].map(([element, item]) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const good = item ? impression.seen.has(item) : isSeen;
    return { left, top, width, height, good, whole: !item, words: !item && name + " · " + state };
  });

/** Draw the outlines of all actions into `layer`. */
export function drawOutlines(layer, actions) {
  const shown = actions
    .flatMap(outlined)
    .filter(
      ({ top, left, width, height }) => width && height && top < innerHeight && left < innerWidth && top + height > 0,
    )
    .slice(0, MAX_BOXES);
  while (layer.children.length > shown.length) layer.lastChild.remove();
  while (layer.children.length < shown.length) layer.append(make("div", {}, make("span", {})));
  shown.forEach(({ left, top, width, height, good, whole, words }, nth) => {
    const box = layer.children[nth];
    const place = { left, top, width, height };
    for (const side in place) box.style[side] = place[side] + "px";
    box.className = [good ? "good" : "bad", whole ? "whole" : "item"].join(" ");
    box.firstChild.textContent = words || "";
  });
}
