// The cart page.
import { bill, cart, setQuantity } from "./basket.js";
import { money } from "./catalogue.js";
import { lineOf, showSums } from "./lines.js";
import { tell } from "./measure.js";

/** Show the cart, and follow its changes. */
export function startCart() {
  const page = document.querySelector("[data-cart]");
  show(page);
  page.addEventListener("change", ({ target }) => {
    if (target.matches("[data-quantity]")) change(page, target.closest("[data-item]").dataset.item, target.value);
  });
  page.addEventListener("click", ({ target }) => {
    if (target.matches("[data-remove]")) change(page, target.closest("[data-item]").dataset.item, 0);
  });
  document.addEventListener("click", ({ target }) => target.closest?.("[data-bh-quick-add]") && show(page));
  addEventListener("pageshow", ({ persisted }) => persisted && show(page));
}

async function change(page, item, wanted) {
  const { lines } = await bill();
  const line = lines.find((one) => one.item == item);
  setQuantity(item, Number(wanted));
  const difference = (cart()[item] || 0) - line.quantity;
  if (difference) {
    const { group, price } = line;
    const type = difference > 0 ? "cart_add" : "cart_remove";
    tell(type, { item, group, quantity: Math.abs(difference), price, currency: "EUR" });
  }
  show(page);
}

async function show(page) {
  const found = await bill();
  page.querySelector("[data-lines]").replaceChildren(...found.lines.map(withQuantity));
  page.querySelector("[data-summary]").hidden = !found.lines.length;
  page.querySelector("[data-empty]").hidden = found.lines.length > 0;
  showSums(page.querySelector("[data-sums]"), found);
  const missing = Math.max(0, found.free - found.goods);
  page.querySelector("[data-meter]").value = Math.min(100, (found.goods / found.free) * 100);
  page.querySelector("[data-meter-words]").textContent = missing
    ? `${money(missing)} to free shipping`
    : "Shipping is on us.";
}

function withQuantity(found) {
  const line = lineOf(found);
  line.querySelector("[data-quantity]").value = found.quantity;
  return line;
}
