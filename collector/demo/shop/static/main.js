// The demo shop, page by page. It measures itself as any shop would: marked-up HTML, and beheld(...) for the rest.
import { startCards } from "./cards.js";
import { startCart } from "./cart.js";
import { startCheckout } from "./checkout.js";
import { startForms } from "./forms.js";
import { startOffers } from "./offers.js";
import { startProduct } from "./product.js";
import { startSignIn } from "./account.js";
import { startThanks } from "./thanks.js";
import { startWishlist } from "./wishlist.js";

const starts = {
  account: startSignIn,
  cart: startCart,
  checkout: startCheckout,
  product: startProduct,
  thanks: startThanks,
  wishlist: startWishlist,
};

startCards();
startForms();
startOffers(document.body.dataset.page);
starts[document.body.dataset.page]?.();

// Until now nothing answers: a form would be sent with all that was typed into it in its address, and Beheld would tell
// of a quick add that put nothing in the cart.
for (const button of document.querySelectorAll("[data-needs-script]")) button.disabled = false;
