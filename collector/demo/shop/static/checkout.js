// The checkout. What is typed here is never read: the order consists of the cart alone.
import { bill, emptyCart } from "./basket.js";
import { catalogue } from "./catalogue.js";
import { showBoxed, showSums } from "./lines.js";
import { remember } from "./memory.js";

/** Show what is being ordered, and order it. */
export async function startCheckout() {
  const form = document.querySelector("[data-checkout]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    order(form);
  });
  const found = await bill();
  showBoxed(document.querySelector("[data-boxed]"), found.lines);
  showSums(document.querySelector("[data-sums]"), found);
}

async function order(form) {
  const found = await bill();
  if (!found.lines.length) {
    form.querySelector("[data-answer]").textContent = "The cart is empty: there is nothing to order.";
    return;
  }
  const { currency } = await catalogue();
  remember("order", { ...found, order_id: orderNumber(), currency, told: false });
  emptyCart();
  location.assign(form.dataset.thanks);
}

function orderNumber() {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return "SS-" + random.toString(36).toUpperCase().padStart(7, "0");
}
