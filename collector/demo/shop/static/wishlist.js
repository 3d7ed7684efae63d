// The wish list page.
import { add, toggleWish, wishes } from "./basket.js";
import { itemNamed } from "./catalogue.js";
import { lineOf } from "./lines.js";
import { tell } from "./measure.js";

/** Show the wish list, and follow its changes. */
export function startWishlist() {
  const page = document.querySelector("[data-wishlist]");
  show(page);
  page.addEventListener("click", async ({ target }) => {
    if (!target.matches("[data-remove], [data-move]")) return;
    const { item, group, price } = await itemNamed(target.closest("[data-item]").dataset.item);
    if (target.matches("[data-move]")) {
      add(item);
      tell("cart_add", { item, group, quantity: 1, price, currency: "EUR" });
    }
    toggleWish(item);
    tell("wishlist_remove", { item, group });
    show(page);
  });
}

async function show(page) {
  const found = (await Promise.all(wishes().map(itemNamed))).filter(Boolean);
  page.querySelector("[data-lines]").replaceChildren(...found.map(lineOf));
  page.querySelector("[data-empty]").hidden = found.length > 0;
}
