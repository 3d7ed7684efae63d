// The buttons on product cards. Inside a widget the snippet reads the markup by itself; elsewhere the shop tells.
import { add, showCounts, toggleWish, wishes } from "./basket.js";
import { itemNamed } from "./catalogue.js";
import { tell } from "./measure.js";

const DONE_MS = 1600;

/** Make the buttons of all cards work. */
export function startCards() {
  showCounts();
  showHearts();
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-add], .card [data-wish]");
    if (!button) return;
    const { item } = button.closest("[data-item]").dataset;
    button.matches("[data-add]") ? quickAdd(button, item) : wish(button, item);
  });
  addEventListener("pageshow", ({ persisted }) => persisted && (showCounts(), showHearts()));
}

/** Show on every card whether its item is on the wish list. */
export function showHearts() {
  for (const heart of document.querySelectorAll(".card [data-wish]"))
    press(heart, wishes().includes(heart.closest("[data-item]").dataset.item));
}

/** Show a heart given or not. A second press takes it back, which the widget's markup must not count as giving. */
export function press(heart, wished) {
  heart.setAttribute("aria-pressed", wished);
  if (heart.closest("[data-bh-action]")) heart.toggleAttribute("data-bh-wishlist", !wished);
}

async function quickAdd(button, item) {
  add(item);
  const word = button.dataset.word || (button.dataset.word = button.textContent);
  button.textContent = "Added";
  button.classList.add("done");
  setTimeout(() => {
    button.textContent = word;
    button.classList.remove("done");
  }, DONE_MS);
  if (button.closest("[data-bh-action]")) return;
  const { group, price } = await itemNamed(item);
  tell("cart_add", { item, group, quantity: 1, price, currency: "EUR" });
}

async function wish(button, item) {
  const wished = toggleWish(item);
  press(button, wished);
  if (wished && button.closest("[data-bh-action]")) return;
  const { group } = await itemNamed(item);
  tell(wished ? "wishlist_add" : "wishlist_remove", { item, group });
}
