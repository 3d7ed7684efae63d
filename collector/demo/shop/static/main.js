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
