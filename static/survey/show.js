// Shows a survey: the scale first, then options, then free text. It is a form in a shadow root, so that the page's styles and
// its own never meet, and its style sheet is made of text, which no policy for inline styles forbids.
import { STYLE } from "./style.js";

const TEXTS = {
  nps: "How likely are you to recommend us to a friend?",
  csat: "How satisfied are you with us?",
  low: "Not at all",
  highOf: { nps: "Extremely likely", csat: "Very satisfied" },
  options: "What is it about?",
  comment: "Anything else?",
  next: "Next",
  send: "Send",
  thanks: "Thank you.",
  close: "Close",
};

/** Show the survey of a plan in `element`, or in the corner of the window; `record` is the snippet's. Gives back its element. */
export default function show(element, plan, record) {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  if (!element) host.className = "corner";
  style(root, plan.nonce);
  (element || document.body).append(host);
  begin(host, root, plan, record);
  return host;
}

function style(root, nonce) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const plain = make("style", { nonce: nonce || "" }, [STYLE]); // browsers without sheets made of text
    root.append(plain);
  }
}

function begin(host, root, plan, record) {
  const texts = { ...TEXTS, ...plan.texts };
  const instrument = plan.instrument == "csat" ? "csat" : "nps";
  const scale = instrument == "nps" ? 10 : plan.scale || 5;
  const answer = { instrument, scale };
  const before = document.activeElement;
  const steps = [
    () => scores(texts, instrument, scale),
    plan.options?.length && (() => choices(texts, plan.options)),
    plan.comment !== false && (() => words(texts)),
  ].filter(Boolean);
  let recorded;
  let nth = 0;

  const form = make("form", { role: "dialog", "aria-labelledby": "asks", novalidate: "" });
  if (plan.lang) form.lang = plan.lang;
  if (plan.dir) form.dir = plan.dir;
  root.append(form);

  // What is recorded last of a view counts, so that nothing is lost if somebody leaves half way, and nothing counts twice.
  const keep = () => {
    const { action, variation } = plan;
    const said = JSON.stringify(answer);
    if (answer.score == null || said == recorded) return;
    recorded = said;
    record("survey", { action, variation, ...answer });
  };

  const take = () => {
    const chosen = form.querySelector("[name=score]:checked");
    const options = [...form.querySelectorAll("[name=option]:checked")].map((each) => each.value);
    const text = form.querySelector("textarea")?.value.trim();
    if (chosen) answer.score = +chosen.value;
    if (options.length) answer.answers = { options };
    if (text) answer.comment = text.slice(0, 4000);
  };

  const end = () => {
    removeEventListener("pagehide", leave, true);
    document.removeEventListener("visibilitychange", leave, true);
    const inside = root.activeElement;
    host.remove();
    if (inside) before?.focus?.();
  };

  const leave = (event) => {
    if (event.type == "visibilitychange" && !document.hidden) return;
    take();
    keep();
  };

  const dismiss = () => {
    if (nth < steps.length) {
      take();
      keep();
      record("dismiss", { action: plan.action, variation: plan.variation, kind: "survey" });
    }
    end();
  };

  const render = (focus) => {
    const last = nth == steps.length - 1;
    form.replaceChildren(
      make("button", { type: "button", class: "close", "aria-label": texts.close }, ["×"]),
      ...(nth < steps.length
        ? [...steps[nth](), make("button", { type: "submit", class: "go" }, [last ? texts.send : texts.next])]
        : [make("p", { id: "asks", role: "status", tabindex: "-1" }, [texts.thanks])]),
    );
    form.querySelector(".close").addEventListener("click", dismiss);
    if (focus) form.querySelector("[data-first], [role=status]")?.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take();
    if (answer.score == null) return form.querySelector("[name=score]").focus();
    keep();
    nth++;
    render(true);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key == "Escape") dismiss();
  });
  addEventListener("pagehide", leave, true);
  document.addEventListener("visibilitychange", leave, true);
  render();
}

function scores(texts, instrument, scale) {
  const numbers = [];
  for (let score = instrument == "nps" ? 0 : 1; score <= scale; score++)
    numbers.push(
      make("label", {}, [make("input", { type: "radio", name: "score", value: score, required: "" }), String(score)]),
    );
  return [
    make("fieldset", { "aria-describedby": "ends" }, [
      make("legend", { id: "asks" }, [texts.question || texts[instrument]]),
      make("div", { class: "scores" }, numbers),
    ]),
    make("p", { class: "ends", id: "ends" }, [
      make("span", {}, [texts.low]),
      make("span", {}, [texts.high || texts.highOf[instrument]]),
    ]),
  ];
}

function choices(texts, options) {
  const boxes = options.map((option, nth) =>
    make("label", {}, [
      make("input", { type: "checkbox", name: "option", value: option, ...(nth ? {} : { "data-first": "" }) }),
      option,
    ]),
  );
  return [
    make("fieldset", {}, [make("legend", { id: "asks" }, [texts.options]), make("div", { class: "options" }, boxes)]),
  ];
}

const words = (texts) => [
  make("label", { id: "asks", for: "words" }, [texts.comment]),
  make("textarea", { id: "words", rows: 3, maxlength: 4000, "data-first": "" }),
];

function make(name, attributes = {}, children = []) {
  const element = document.createElement(name);
  for (const each in attributes) element.setAttribute(each, attributes[each]);
  element.append(...children);
  return element;
}
