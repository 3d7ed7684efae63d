// The page as it is composed: open shadow roots belong to it, and slots stand where their content is shown.
import { listen, safely } from "./safely.js";
import { doc } from "./script_tag.js";

const roots = new Set();
let found;

/** What an element stands in, across slots and shadow roots. */
export const parentOf = (element) => element.assignedSlot || element.parentElement || element.getRootNode().host;

/** Whether an element is another, or around it. */
export function holds(element, inner) {
  for (; inner && inner != element;) inner = parentOf(inner);
  return !!inner;
}

/** The nodes that are shown in an element. */
export const nodesIn = (element) =>
  element.localName == "slot" ? element.assignedNodes({ flatten: true }) : (element.shadowRoot || element).childNodes;

/** What matches a selector in the page, or in one of its elements. */
export const every = (selector, within = doc) =>
  [within, ...[...roots].filter(({ host }) => host.isConnected && (within == doc || holds(within, host)))].flatMap(
    (root) => [...root.querySelectorAll(selector)],
  );

/** The nearest element around that matches a selector, itself included. */
export const nearest = (element, selector) =>
  element && (element.closest(selector) || nearest(element.getRootNode().host, selector));

function add(root) {
  if (!root || roots.has(root)) return;
  roots.add(root);
  found(root);
  explore(root);
}

const explore = (root) => {
  for (const { shadowRoot } of root.querySelectorAll("*")) add(shadowRoot);
};

/** Start to know the page's shadow roots. `work` is called with each, once. */
export function startTree(work) {
  const attach = Element.prototype.attachShadow;
  found = work;
  Element.prototype.attachShadow = function (...given) {
    const root = attach.apply(this, given);
    if (root.mode == "open") safely(add)(root);
    return root;
  };
  explore(doc);
  // Shadow roots that are written in HTML come without a call.
  listen(window, "DOMContentLoaded load", () => explore(doc));
}
