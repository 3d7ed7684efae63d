// What the shop sells, from the same file the server reads.
const shop = document.body.dataset.shop;
const reading = fetch(shop + "static/catalogue.json").then((answer) => answer.json());

/** The whole catalogue. */
export const catalogue = () => reading;

/** Everything about one item; undefined when it is not sold (any more). */
export async function itemNamed(item) {
  const { products } = await reading;
  const product = products.find((one) => one.variants.some((variant) => variant.item == item));
  if (!product) return;
  const { group, name, kind } = product;
  return {
    ...product.variants.find((variant) => variant.item == item),
    group,
    name,
    kind,
    page: `${shop}p/${group}?item=${encodeURIComponent(item)}`,
    image: `${shop}image/${encodeURIComponent(item)}.svg`,
  };
}

/** "14.50" as 1450, so that sums are exact. */
export const cents = (price) => Math.round(Number(price) * 100);

/** 1450 as "€14.50". */
export const money = (amount) => "€" + (amount / 100).toFixed(2);
