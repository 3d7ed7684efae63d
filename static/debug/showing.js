// Draws over the page what is recorded of it, for whoever builds it. It stands in a closed shadow root: nothing of it is an element
// of the page, so that it can neither cover what lies below nor change what is seen.
import { actionsOf } from "./actions.js";
import { make } from "./elements.js";
import { events, state, variations } from "./log.js";
import { drawOutlines } from "./outlines.js";
import { press, problems } from "./markup.js";
import { newPanel } from "./panel.js";
import { safely } from "./safely.js";
import { STYLE } from "./style.js";

const ASKED = "beheld";
const HOST = "beheld-debug";
const LOOK_MS = 400;

/** Show it, unless the address ends that for this tab. `explain` gives the actions of the view, and `view` the view. */
export function showPanel(explain, view) {
  const asked = new URLSearchParams(location.search).getAll(ASKED).pop();
  keep(asked);
  if ((!asked || asked == "debug") && !document.querySelector(HOST)) draw(explain, view);
}

function keep(asked) {
  try {
    if (asked == "off") sessionStorage.removeItem(ASKED);
    else sessionStorage.setItem(ASKED, "1");
  } catch {} // then it holds for this page
}

function draw(explain, view) {
  const host = make(HOST, {});
  const root = host.attachShadow({ mode: "closed" });
  const layer = make("div", { class: "layer", "aria-hidden": true });
  style(root);
  root.append(layer);
  document.documentElement.append(host);

  const notice = safely(press);
  const show = newPanel(root, () => {
    clearInterval(timer);
    removeEventListener("scroll", look, true);
    removeEventListener("pointerdown", notice, true);
    host.remove();
  });
  const look = safely(() => {
    const actions = actionsOf(explain());
    drawOutlines(layer, actions);
    show(known(view()), {
      Actions: actions.map(withoutBoxes),
      Markup: problems(),
      Events: events.map(eventRow),
    });
  });
  const timer = setInterval(look, LOOK_MS);
  addEventListener("scroll", look, { capture: true, passive: true });
  addEventListener("pointerdown", notice, true);
  look();
}

function style(root) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make("style", {}, STYLE)); // browsers without sheets made of text
  }
}

const CONSENT = {
  granted: "granted",
  pending: "pending: everything is held on this page until the visitor has chosen",
  denied: "denied: nothing is recorded",
};

const known = ({ id, answers }) => {
  for (const [experiment, { found }] of answers || []) if (found) variations.set(experiment, found);
  return {
    Visitor: state.visitor || "no id before consent",
    View: id,
    Consent: CONSENT[state.consent] || state.consent,
    Variations: [...variations].map((pair) => pair.join(": ")).join(", ") || "none",
    Answer: state.answer,
  };
};

const withoutBoxes = ({ name, state, detail, advice, isSeen = false }) => ({ name, state, detail, advice, isSeen });

const eventRow = ({ type, about, became, isBad }) => ({
  name: type,
  state: state.consent == "pending" ? "held" : became,
  detail: about,
  isBad,
});
