// Calls as a page makes them. `tsc` takes all of these, and rejects each one that follows a @ts-expect-error.
/// <reference path="../../static/beheld.d.ts" />

beheld("page_view");
beheld("page_view", { page: { url: "https://shop.example/p/1", item: "sku-1" }, props: { lang: "pt", test: null } });
beheld("page_view", { page: "https://shop.example/p/1" });
beheld("purchase", {
  order_id: 1001,
  currency: "EUR",
  items: [{ item: "sku-1", quantity: 1, price: "19.90" }, { price: 2.5, discount: "0.50" }],
});
beheld("goal", { goal: "newsletter", value: 2, currency: "EUR" });
beheld("identify", { user_id: "17", traits: { plan: "gold" } });
beheld("execute", { action: "home-recs", kind: "products", items: ["sku-1", { item: "sku-2", group: "p-2" }] });
beheld("skip", { action: "exit-offer", reason: "frequency_capped", detail: { cap: 1 } });
beheld("survey", { instrument: "nps", score: 9, action: "after-order" });
beheld("survey", { action: "after-order", options: ["Tea"], texts: { question: "Well?" }, trigger: { delay_ms: 100 } });
beheld("custom", { name: "video", ts: Date.now(), view_id: "view-1" });
window.beheld("wishlist_add", { item: "sku-1" });
beheld("action", {
  action: "exit-offer",
  kind: "popup",
  selector: "#offers",
  trigger: { delay_ms: 5000, exit_intent: true, cap: { session: 1, days: 30, times: 3 }, pages: ["/p/*"], device: "desktop" },
  place: (element) => {
    element.hidden = false;
    return element;
  },
});
beheld("action", { action: "late", place: async () => document.body });
const variation: string | null = beheld("variation", "hero", (told: string | null) => void told);
beheld("confirm", { item: "sku-1", quantity: 2 });
beheld("confirm");
beheld("consent", variation ? "granted" : "denied");
beheld("debug");

// @ts-expect-error  a goal has a name
beheld("goal", {});
// @ts-expect-error  no such field
beheld("goal", { goal: "newsletter", worth: 2 });
// @ts-expect-error  a line has a price
beheld("purchase", { currency: "EUR", items: [{ item: "sku-1" }] });
// @ts-expect-error  no such reason
beheld("skip", { action: "exit-offer", reason: "bored" });
// @ts-expect-error  takes the secret key, which no page has
beheld("refund", { order_id: "1001" });
// @ts-expect-error  no such type
beheld("pageview");
// @ts-expect-error  no such choice
beheld("consent", "maybe");
// @ts-expect-error  an action has an id
beheld("action", { kind: "popup" });
