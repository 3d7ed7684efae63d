// The buttons on product cards. What they mean is in the markup, which the snippet reads: here the shop only does it.
import { add, showCounts, toggleWish, wishes } from "./basket.js";

const DONE_MS = 1600;

/** Make the buttons of all cards work. */
export function startCards() {
  showCounts();
  showHearts();
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".card button");
    if (!button) return;
    const item = button.closest("[data-bh-item]").dataset.bhItem;
    if (button.matches("[data-bh-quick-add]")) quickAdd(button, item);
    else button.setAttribute("aria-pressed", toggleWish(item));
  });
  addEventListener("pageshow", ({ persisted }) => persisted && (showCounts(), showHearts()));
}

function showHearts() {
  for (const heart of document.querySelectorAll(".card [data-bh-wishlist]"))
    heart.setAttribute("aria-pressed", wishes().includes(heart.closest("[data-bh-item]").dataset.bhItem));
}

function quickAdd(button, item) {
  add(item);
  const word = button.dataset.word || (button.dataset.word = button.textContent);
  button.textContent = "Added";
  button.classList.add("done");
  setTimeout(() => {
    button.textContent = word;
    button.classList.remove("done");
  }, DONE_MS);
}
