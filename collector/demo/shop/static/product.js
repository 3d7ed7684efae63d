// A product's own page: choosing a variant, putting it in the cart, giving it a heart.
import { add, toggleWish, wishes } from "./basket.js";
import { cents, itemNamed, money } from "./catalogue.js";
import { tell } from "./measure.js";
import { recall, remember } from "./memory.js";

const LOOKS_MS = 3000;

/** Make the page work. */
export function startProduct() {
  const page = document.querySelector("[data-product]");
  const form = page.querySelector("[data-buy]");
  const heart = page.querySelector("[data-wish]");
  const chosen = () => new FormData(form).get("item");
  const showHeart = () => heart.setAttribute("aria-pressed", wishes().includes(chosen()));
  form.addEventListener("change", async ({ target }) => {
    if (target.name != "item") return;
    showHeart();
    show(page, await itemNamed(chosen()));
    tell("custom", { name: "variant_chosen", props: { item: chosen() } });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    buy(form, chosen());
  });
  heart.addEventListener("click", async () => {
    const wished = toggleWish(chosen());
    showHeart();
    const { item, group } = await itemNamed(chosen());
    tell(wished ? "wishlist_add" : "wishlist_remove", { item, group });
  });
  showHeart();
  setTimeout(lookedAt, LOOKS_MS);
}

// A goal for experiments that cannot wait for orders: once in a browser's life, whoever stays for a moment.
function lookedAt() {
  if (recall("looked", false) || document.visibilityState != "visible") return;
  remember("looked", true);
  tell("goal", { goal: "product_view" });
}

function show(page, found) {
  const picture = page.querySelector("[data-picture]");
  picture.src = found.image;
  picture.alt = `${found.name}, ${found.label}`;
  page.querySelector("[data-price]").textContent = money(cents(found.price));
}

async function buy(form, item) {
  const quantity = Math.min(20, Math.max(1, Number(new FormData(form).get("quantity")) || 1));
  add(item, quantity);
  const { group, name, price } = await itemNamed(item);
  tell("cart_add", { item, group, quantity, price, currency: "EUR" });
  form.querySelector("[data-answer]").textContent = `${quantity} × ${name} in the cart.`;
}
