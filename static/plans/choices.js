// For testers: `?beheld-variation=EXPERIMENT:VARIATION` in the address. It holds until the tab is closed.
import { core } from "../snippet/core.js";

const { landed, safely } = core;

const PARAMETER = "beheld-variation";

// What was chosen last stands first. An empty parameter ends what was chosen before.
const asked = new URLSearchParams(landed).getAll(PARAMETER);
const before = asked.includes("") ? "" : safely(() => sessionStorage[PARAMETER])();

/** The choices that hold. */
export const chosen = [...new Set(String([asked, before]).split(","))].filter(Boolean);

/** Keep them for the tab's next pages, where that is allowed; else they hold on this page only. */
export const keepChosen = safely(() => {
  if (core.lasting() && chosen[0]) sessionStorage[PARAMETER] = chosen;
  else delete sessionStorage[PARAMETER];
});
