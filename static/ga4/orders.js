// Orders and refunds. Google: the price of an item is what one piece costs after its discount, and nothing subtracts the discount
// from it (developers.google.com/analytics/devguides/collection/ga4/apply-discount). Other examples of theirs have it before, and
// so have shops: where the discounts are just what `value` lacks of the lines, the prices are before them.
import { amount, id, rows, word } from "./reading.js";

const MILLIONTHS = 1e6;
const CENT = 0.005;

const exact = (number) => Math.round(number * MILLIONTHS) / MILLIONTHS;
const sum = (numbers) => numbers.reduce((all, number) => all + (number || 0), 0);

/** The id of an item. */
export const itemOf = (row) => id(row, "item_id", "item_name");

const currencyOf = (params) => word(params, "currency") ?? word(rows(params, "items")[0], "currency");

function lineOf(row) {
  const quantity = amount(word(row, "quantity")) ?? 1;
  return {
    item: itemOf(row),
    quantity,
    price: amount(word(row, "price")),
    discount: amount(word(row, "discount")) * quantity || 0,
    category: id(row, "item_category"),
  };
}

/** What a `purchase` of GA4 says; nothing where it names neither lines nor a value. */
export function purchase(params) {
  const value = amount(word(params, "value"));
  const lines = rows(params, "items").map(lineOf);
  const coupon = word(params, "coupon");
  const gross = sum(lines.map(({ price, quantity }) => price * quantity));
  const less = sum(lines.map(({ discount }) => discount));
  const isValue = (total) => Math.abs(value - total) < CENT * (lines.length + 1);
  const before = isValue(gross - less) && !isValue(gross);
  if (!lines[0] && value == null) return;
  return {
    order_id: id(params, "transaction_id"),
    currency: currencyOf(params),
    items: lines[0] ? lines.map((line) => discounted(line, before)) : [{ quantity: 1, price: value }],
    tax: amount(word(params, "tax")),
    shipping: amount(word(params, "shipping")),
    props: coupon && { coupon },
  };
}

// What a piece cost before, and what was taken off the line: that tells what was sold at full price.
function discounted(line, before) {
  const { price, quantity, discount } = line;
  if (!(discount > 0)) return { ...line, discount: undefined };
  return { ...line, discount: exact(discount), price: before ? price : exact(price + discount / quantity) };
}

/** What a `refund` of GA4 says: without items it is all of the order. */
export function refund(params) {
  const items = rows(params, "items").map((row) => ({ item: itemOf(row), quantity: amount(word(row, "quantity")) }));
  return { order_id: id(params, "transaction_id"), items: items[0] && items };
}

/** What is said of an item that is put into the cart. A price without its currency would mean nothing. */
export function offerOf(row, params) {
  const currency = word(row, "currency") ?? currencyOf(params);
  const price = currency && amount(word(row, "price"));
  return { quantity: amount(word(row, "quantity")) ?? 1, ...(price != null && { price, currency }) };
}
