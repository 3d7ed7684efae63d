// Lines of the cart, the wish list and an order, filled into the page's own templates.
import { cents, money } from "./catalogue.js";

/** A line about an item, made from the page's template. */
export function lineOf(found) {
  const line = document.querySelector("#line").content.firstElementChild.cloneNode(true);
  line.dataset.item = found.item;
  for (const link of line.querySelectorAll("[data-link]")) link.href = found.page;
  line.querySelector("[data-picture]").src = found.image;
  line.querySelector("[data-name]").textContent = found.name;
  line.querySelector("[data-label]").textContent = found.label;
  line.querySelector("[data-sum]").textContent = money(found.sum ?? cents(found.price));
  return line;
}

/** Write pairs of words and amounts into a definition list; the last is the total. */
export function showSums(place, { goods, shipping, total }) {
  const rows = [
    ["Goods", money(goods)],
    ["Shipping", shipping ? money(shipping) : "free"],
    ["Total", money(total)],
  ];
  place.replaceChildren(...rows.map(([word, amount]) => pair("div", "dt", word, "dd", amount)));
}

/** Write what is in the box. */
export function showBoxed(place, lines) {
  const told = lines.map((line) => [`${line.quantity} × ${line.name}, ${line.label}`, money(line.sum)]);
  place.replaceChildren(...told.map(([what, amount]) => pair("li", "span", what, "span", amount)));
}

function pair(around, first, left, second, right) {
  const row = document.createElement(around);
  for (const [name, words] of [
    [first, left],
    [second, right],
  ]) {
    const part = document.createElement(name);
    part.textContent = words;
    row.append(part);
  }
  return row;
}
