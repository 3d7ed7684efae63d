// The script tag that brought us here: where the collector is, the key, and what the page asks for.

export const doc = document;
const tag = doc.currentScript || doc.querySelector("script[data-key],script[src*='beheld.js?']");
const address = new URL(tag.src);

/** The value of `data-NAME` on the script tag, or of NAME in its address, since tag managers drop attributes; else null. */
export const option = (name) => tag.getAttribute("data-" + name) ?? address.searchParams.get(name);

export const key = option("key");

if (!key) throw "no data-key or ?key=";

const api = new URL((option("endpoint") || ".").replace(/\/*$/, "/v1/"), address);

/** The address of another file that stands beside this script. */
export const beside = (name) => new URL(name, address);

/** An address of the collector: `data-endpoint`, by default where this script came from. */
export const at = (path) => api + path;
