// What is placed on a page by JavaScript: a bar in an experiment, an exit pop-up, a small helper after some seconds, of
// which there are two in another experiment.
import { tell } from "./measure.js";

const BAR = "free-shipping-bar";
const BAR_HEIGHT = 42;
const QUESTION = "tea-finder-question";

/** Hand the offers of this page to Beheld. */
export function startOffers(page) {
  if (page == "checkout" || page == "thanks") return;
  tell("variation", BAR, placeBar);
  offerOnExit();
  if (page == "shelf") tell("variation", QUESTION, offerHelp);
}

const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// In "control" nothing is shown, but the place where the bar would stand is watched just the same.
function placeBar(variation) {
  const place = document.querySelector("[data-shipping-place]");
  const said = { bhKind: "banner", bhAction: BAR };
  if (variation) said.bhVariation = variation;
  if (variation == "control") said.bhHeight = BAR_HEIGHT;
  else place.append(copyOf(variation == "tea" ? "shipping-bar-tea" : "shipping-bar"));
  Object.assign(place.dataset, said);
}

function offerOnExit() {
  tell("action", {
    action: "exit-offer",
    kind: "popup",
    campaign: "first-order",
    trigger: { exit_intent: true, device: "desktop", cap: { session: 1 } },
    place: () => open("exit-offer", ".exit-offer"),
  });
}

function offerHelp(variation) {
  tell("action", {
    action: "tea-finder",
    kind: "form",
    variation: variation || undefined,
    trigger: { delay_ms: 8000, cap: { days: 30, times: 2 } },
    place: () => open(variation == "taste" ? "tea-finder-taste" : "tea-finder", ".tea-finder"),
  });
}

// Returns the element that is to be seen, which for a pop-up is not the curtain around it.
function open(template, inner) {
  const whole = copyOf(template);
  const box = whole.matches(inner) ? whole : whole.querySelector(inner);
  const close = () => whole.remove();
  whole.addEventListener("click", ({ target }) => (target == whole || target.closest(".close")) && close());
  addEventListener("keydown", ({ key }) => key == "Escape" && close());
  document.body.append(whole);
  return box;
}
