// For testers: `?beheld-variation=EXPERIMENT:VARIATION` in the address. It holds until the tab is closed.
import { key } from "./script_tag.js";
import { lasting } from "./storage.js";

const PARAMETER = "beheld-variation";
const name = "beheld." + key.slice(-8) + "." + PARAMETER;

/** What `work` does with what this tab keeps. */
export function tab(work) {
  try {
    return work(sessionStorage);
  } catch {} // forbidden, or not there
}

// What was chosen last stands first. An empty parameter ends what was chosen before.
const asked = new URLSearchParams(location.search).getAll(PARAMETER);
const before = asked.includes("") ? "" : tab((storage) => storage.getItem(name));

/** The choices that hold. */
export const chosen = [...new Set(String([asked, before]).split(","))].filter(Boolean);

/** Keep them for the tab's next pages, where that is allowed; else they hold on this page only. */
export const keepChosen = () =>
  tab((storage) => (lasting && chosen[0] ? storage.setItem(name, chosen) : storage.removeItem(name)));
