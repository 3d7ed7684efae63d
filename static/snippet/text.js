// Words for people, without what should not leave the page.

/** The beginning of a text, never half a character. */
export const cut = (text, most) => [...text].slice(0, most).join("");

/** An address or a title without e-mail addresses, and without the values of parameters that sound like a secret. */
export const masked = (text) =>
  text
    .replace(/[^\s\/?&#=:]+(@|%40)[^\s\/?&#=]+\.[^\s\/?&#=]+/gi, "*")
    .replace(/([?&#][^=&#]*(token|secret|passw|auth|session|signature|api_?key)[^=&#]*=)[^&#]+/gi, "$1*");

/** An element as a selector would name it: `a#more.button`. */
export function named(element) {
  const id = element.getAttribute("id");
  const classes = (element.getAttribute("class") || "").trim().split(/\s+/, 3).join(".");
  return cut(element.localName + (id ? "#" + id : "") + (classes && "." + classes), 99);
}

/** What was clicked: the name of the link or button, and its words. Never anything out of a form field. */
export function target(element) {
  const control = element.closest("a,button,summary,[role=button],[data-bh-target]");
  if (!control) return named(element);
  const own = control.getAttribute("data-bh-target");
  const typed = control.isContentEditable || control.querySelector("input,select,textarea,[contenteditable]");
  const words = typed ? "" : cut(masked(control.textContent.trim().replace(/\s+/g, " ")), 60);
  return own || named(control) + (words && " " + words);
}
