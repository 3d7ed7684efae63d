// What is placed on a page by JavaScript: a bar in an experiment, an exit pop-up, a small helper after some seconds.
import { tell } from "./measure.js";

const BAR = "free-shipping-bar";
const MOST_SECONDS = 8;

/** Hand the offers of this page to Beheld. */
export function startOffers(page) {
  if (page != "checkout" && page != "thanks") {
    tell("variation", BAR, placeBar);
    offerOnExit();
  }
  if (page == "shelf") offerHelp();
}

const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// In "control" nothing is shown, but the place where the bar would stand is watched just the same.
function placeBar(variation) {
  const place = document.querySelector("[data-shipping-place]");
  if (variation != "control") place.append(copyOf("shipping-bar"));
  place.dataset.bhKind = "banner";
  if (variation) place.dataset.bhVariation = variation;
  if (variation == "control") place.dataset.bhHeight = "43";
  place.dataset.bhAction = BAR;
}

function offerOnExit() {
  tell("action", {
    action: "exit-offer",
    kind: "popup",
    campaign: "first-order",
    selector: "body",
    trigger: { exit_intent: true, device: "desktop", cap: { times: 1, per: "session" } },
    place: (body) => placePopUp(body, "exit-offer", ".exit-offer"),
  });
}

function offerHelp() {
  tell("action", {
    action: "tea-finder",
    kind: "form",
    selector: "body",
    trigger: { delay_ms: MOST_SECONDS * 1000, cap: { times: 2, per: "visitor" } },
    place: (body) => placePopUp(body, "tea-finder", ".tea-finder"),
  });
}

function placePopUp(body, template, inner) {
  const curtain = copyOf(template);
  const box = curtain.matches(inner) ? curtain : curtain.querySelector(inner);
  const close = () => curtain.remove();
  curtain.addEventListener("click", ({ target }) => (target == curtain || target.closest(".close")) && close());
  addEventListener("keydown", ({ key }) => key == "Escape" && close());
  body.append(curtain);
  box.querySelector(".close").focus();
  return box;
}
