// The script tag that brought us here: where the collector is, the key, and what the page asks for.

export const doc = document;
const tag = doc.currentScript || doc.querySelector("script[data-key]");

/** The value of `data-NAME` on the script tag; null where it is not given. */
export const option = (name) => tag.getAttribute("data-" + name);

export const key = option("key");

if (!key) throw "the script tag has no data-key";

const collector = new URL((option("endpoint") || ".") + "/", tag.src);

/** An address of the collector: `data-endpoint`, by default where this script came from. */
export const at = (path) => collector.href.replace(/\/*$/, "/v1/") + path;
