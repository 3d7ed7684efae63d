// After an order: the purchase is sent once, however often the page is loaded again.
import { showBoxed, showSums } from "./lines.js";
import { tell } from "./measure.js";
import { recall, remember } from "./memory.js";

/** Show the latest order, and tell of it. */
export function startThanks() {
  const order = recall("order", null);
  const page = document.querySelector("[data-thanks]");
  if (!order) {
    page.querySelector("[data-thanks-words]").textContent = "There is no order in this browser yet.";
    return;
  }
  page.querySelector("[data-order-number]").textContent = "Order " + order.order_id;
  showBoxed(page.querySelector("[data-boxed]"), order.lines);
  showSums(page.querySelector("[data-sums]"), order);
  if (!order.told) {
    remember("order", { ...order, told: true });
    tellOf(order);
  }
}

function tellOf({ order_id, currency, lines, shipping }) {
  tell("purchase", {
    order_id,
    currency,
    shipping: (shipping / 100).toFixed(2),
    items: lines.map(({ item, group, quantity, price, kind }) => ({ item, group, quantity, price, category: kind })),
  });
}
