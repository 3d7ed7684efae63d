// The page as it is composed: open shadow roots belong to it, and slots stand where their content is shown.
import { core } from "../snippet/core.js";

/** What an element stands in, across slots and shadow roots. */
export const parentOf = (element) => element.assignedSlot || element.parentElement || element.getRootNode().host;

/** An element, and all that it stands in. */
export const around = (element) => (element ? [element, ...around(parentOf(element))] : []);

/** Whether an element is another, or around it. */
export function holds(element, inner) {
  for (; inner && inner != element;) inner = parentOf(inner);
  return inner;
}

/** The nodes that are shown in an element. */
export const nodesIn = (element) =>
  element.localName == "slot" ? element.assignedNodes({ flatten: true }) : (element.shadowRoot || element).childNodes;

/** A range around a node. */
export function rangeOf(node) {
  const range = document.createRange();
  range.selectNode(node);
  return range;
}

/** What matches a selector in the page, or in one of its elements. */
export const every = (selector, within = document) =>
  [
    within,
    ...[...core.roots].filter(({ host }) => host?.isConnected && (within == document || holds(within, host))),
  ].flatMap((root) => [...root.querySelectorAll(selector)]);

/** The nearest element around that matches a selector, itself included. */
export const nearest = (element, selector) =>
  element && (element.closest(selector) || nearest(element.getRootNode().host, selector));
