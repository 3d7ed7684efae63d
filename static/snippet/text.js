// Words for people, without what should not leave the page.

/** An attribute of an element: the value of `data-bh-NAME`; undefined where there is none, or none that a page knew. */
export function attribute(element, name) {
  const value = element.getAttribute("data-bh-" + name);
  return /^(undefined|null)?$/.test(value) ? undefined : value;
}

/** The beginning of a text, never half a character. */
export const cut = (text, most) => [...text].slice(0, most).join("");

const MAX_LENGTH = 2048; // the collector takes no more, and to search in more could take long

// Addresses stand in addresses, where each sign is written as %3F, or in one more of them as %253F.
const BEFORE = "(?:[?&#;]|%(?:25)*(?:3f|26|23|3b))";
const EQUALS = "(?:=|%(?:25)*3d)";
const PART = `(?:(?!${BEFORE}|${EQUALS})\\S)*`;
const SECRETS = [
  PART + "(?:token|secret|passw|oauth|jwt|api_?key|sess_?id|session_?id)" + PART,
  `(?:${PART}[._-])?(?:code|pwd|pw|auth|authorization|otp|sig|signature|sid|session|key)`,
];
const SECRET = new RegExp(`(${BEFORE}(?:${SECRETS.join("|")})${EQUALS})(?:(?!${BEFORE})\\S)+`, "gi");

/** An address or a title without e-mail addresses, and without the values of parameters that sound like a secret. */
export const masked = (text) =>
  text
    .slice(0, MAX_LENGTH)
    .replace(/[^\s/?&#=:]+(@|%(25)*40)[^\s/?&#=]+/gi, "*")
    .replace(SECRET, "$1*");

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
  const words = typed ? "" : masked(cut(control.textContent.replace(/\s+/g, " ").trim(), 60));
  return attribute(control, "target") || named(control) + (words && " " + words);
}
