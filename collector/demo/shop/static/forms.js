// Newsletter, tea club and the question after an order: forms whose text stays here, and the goals they are.
import { tell } from "./measure.js";

/** Make the forms of the page answer. */
export function startForms() {
  answer("[data-newsletter]", "Welcome. The next letter comes on the first.", () =>
    tell("goal", { goal: "newsletter" }),
  );
  answer("[data-club-form]", "You are on the list for the next box.", () =>
    tell("goal", { goal: "tea_club", value: "24.00", currency: "EUR" }),
  );
  answer("[data-survey]", "Thank you, that helps.", (form) => {
    const score = Number(new FormData(form).get("score"));
    tell("survey", { instrument: "nps", score, action: "order-survey" });
  });
}

function answer(selector, words, tellOf) {
  const form = document.querySelector(selector);
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.done) return;
    form.dataset.done = "yes";
    tellOf(form);
    form.querySelector("[data-answer]").textContent = words;
  });
}
