// The page with its open shadow roots.
import { listen, safely } from "./safely.js";
import { doc } from "./script_tag.js";

/** The document, and the open shadow roots that are known. */
export const roots = new Set();

/** What matches a selector anywhere in the page. */
export const every = (selector) => [...roots].flatMap((root) => [...root.querySelectorAll(selector)]);

let found;

function add(root) {
  if (!root || roots.has(root)) return;
  roots.add(root);
  found(root);
  explore(root);
}

const explore = (root) => {
  for (const { shadowRoot } of root.querySelectorAll("*")) add(shadowRoot);
};

/** Start to know them. `work` is called with each, once. */
export function startRoots(work) {
  const attach = Element.prototype.attachShadow;
  found = work;
  Element.prototype.attachShadow = function (...given) {
    const root = attach.apply(this, given);
    if (root.mode == "open") safely(add)(root);
    return root;
  };
  add(doc);
  // Shadow roots that are written in HTML come without a call.
  listen(window, "DOMContentLoaded load", () => explore(doc));
}
