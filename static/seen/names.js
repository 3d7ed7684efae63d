// Elements by names that tell people which they are.
import { core } from "../snippet/core.js";
import { cut } from "../snippet/cut.js";
import { attribute } from "../snippet/attribute.js";

/** An element as a selector would name it: `a#more.button`. */
export function named(element) {
  const id = element.getAttribute("id");
  const classes = element.getAttribute("class");
  return cut(element.localName + (id ? "#" + id : "") + (classes ? "." + classes.trim().replace(/\s+/g, ".") : ""), 99);
}

/** What was clicked: the name of the link or button, and its words. Never anything out of a form field. */
export function target(element) {
  const control = element.closest("a,button,[data-bh-target]");
  if (!control) return named(element);
  const typed = control.isContentEditable || control.querySelector("input,select,textarea,[contenteditable]");
  const words = typed ? "" : core.masked(cut(control.textContent.replace(/\s+/g, " ").trim(), 60));
  return attribute(control, "target") || named(control) + (words && " " + words);
}
