// The script tag that brought us here: where the collector is, the key, and what the page asks for.

const tag = document.currentScript || document.querySelector("script[data-key][src*=beheld]");

/** The value of `data-NAME` on the script tag; null where it is not given. */
export const asked = (name) => tag.getAttribute("data-" + name);

export const key = asked("key");

/** The collector's address, ending in a slash: where this script came from, unless `data-endpoint` says otherwise. */
export const collector = (asked("endpoint") || tag.src.replace(/[^/]*(\?.*)?$/, "")).replace(/\/?$/, "/");
